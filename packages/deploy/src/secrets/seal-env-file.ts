import { AppError } from "@pulse/kit";
import type { Encrypter } from "age-encryption";

import { checkEnvFile } from "../env-file/check-env-file.ts";

/** Loaded by whoever seals: its ciphers are no part of what every process that knows the actions should hold. */
const loadAge = async () => await import("age-encryption");

/** A pair of age, as `age-keygen` makes it: whoever has the identity can read what was sealed for the recipient. */
export type SealingKey = { readonly identity: string; readonly recipient: string };

export async function makeSealingKey(): Promise<SealingKey> {
  const { generateX25519Identity, identityToRecipient } = await loadAge();
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * An env file as text that only the recipients can read, in age's own format. Throws `invalid` for a file that has faults, since nobody sees
 * them any more afterwards, and for a recipient that is none.
 */
export async function sealEnvFile(
  text: string,
  { file, recipients }: { readonly file: string; readonly recipients: readonly [string, ...string[]] },
): Promise<string> {
  const [fault] = checkEnvFile(file, text).findings.filter(({ severity }) => severity === "error");
  if (fault !== undefined) {
    throw new AppError("invalid", `${file}:${fault.line} is wrong: ${fault.cause}. Then seal it: ${fault.fix}`, {
      details: { fault },
    });
  }
  const age = await loadAge();
  const encrypter = new age.Encrypter();
  for (const recipient of recipients) addRecipient(encrypter, recipient);
  return age.armor.encode(await encrypter.encrypt(text));
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch (error) {
    // What was given may be an identity, which is secret: it is not repeated.
    throw new AppError("invalid", "A recipient is none: it begins with age1. The other half, AGE-SECRET-KEY-…, opens", {
      cause: error,
    });
  }
}

/** The text of a sealed env file. `identities` is a key file as age writes it: lines, some of them comments. Throws `forbidden` when none fits. */
export async function openEnvFile(sealed: string, identities: string): Promise<string> {
  const { armor, Decrypter } = await loadAge();
  const decrypter = new Decrypter();
  const lines = identities.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#"));
  try {
    for (const key of keys) decrypter.addIdentity(key);
    return await decrypter.decrypt(armor.decode(sealed), "text");
  } catch (error) {
    throw new AppError(
      "forbidden",
      `This is no file of age, or was changed, or none of ${keys.length} identities opens it. Use the key file of a recipient`,
      { cause: error },
    );
  }
}
