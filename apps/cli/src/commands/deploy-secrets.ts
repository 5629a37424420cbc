import { readFile, writeFile } from "node:fs/promises";

import { makeSealingKey, openEnvFile, planRotation, sealEnvFile, type RotationPlan } from "@pulse/deploy";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { command } from "../command.ts";
import { readSecretFromStdin } from "../connection/read-secret.ts";
import type { CliContext } from "../context.ts";
import { appFlag, runArgs } from "../deploy/deploy-args.ts";
import { setSecret } from "../deploy/set-secret.ts";
import { usageError } from "../usage-error.ts";

const name = "deploy secrets";

type Given = {
  readonly what: string;
  readonly names: readonly string[];
  readonly to: readonly string[];
  readonly identity?: string | undefined;
};

type SetFlags = { readonly service?: string | undefined; readonly spec?: string | undefined };

export const deploySecrets = command({
  name,
  summary: "Set a secret of an app, plan how one is changed, and seal env files with age",
  description:
    "What is done is named first:\n  set      deploys the spec with one secret changed, read from stdin; all others stay as the platform holds them\n" +
    "  key      makes a pair: the identity goes into the file named by --identity, the recipient to stdout\n" +
    "  encrypt  writes web.env.age beside web.env, for everybody named by --to; a file with faults is refused\n" +
    "  decrypt  writes web.env beside web.env.age; only you may read it, and a file that is there is never written over\n" +
    "  rotate   says step by step how a secret is changed, and how one sees that each step is done; it changes nothing\n" +
    "The format is age's own, so its programs read and write these files too.",
  examples: [
    "./pulse deploy secrets key --identity ~/.config/pulse-hub.key",
    "./pulse deploy secrets encrypt infra/pulse-hub/web.env --to age1…",
    "./pulse deploy secrets decrypt infra/pulse-hub/web.env.age --identity ~/.config/pulse-hub.key",
    "./pulse deploy secrets rotate PULSE_ENCRYPTION_KEYS",
    "./pulse deploy secrets set NEXTAUTH_SECRET --service pulse-hub-web --spec infra/pulse-hub/app-spec.yaml < new-secret",
  ],
  args: z.object({
    what: z.enum(["set", "key", "encrypt", "decrypt", "rotate"]).describe("what to do"),
    names: z.array(z.string()).default([]).describe("env files, or the name of a secret"),
    to: z
      .array(z.string())
      .default([])
      .describe("encrypt: who may read it, as age1…")
      .meta({ placeholder: "RECIPIENT" }),
    identity: z.string().optional().describe("the file of your own identity").meta({ placeholder: "FILE" }),
    service: z.string().optional().describe("set: the component that reads it"),
    spec: z.string().optional().describe("set: the app spec that is deployed with it"),
    app: appFlag,
    ...runArgs,
  }),
  positionals: ["what", "names"],
  run: async (ctx, args) => {
    if (args.what === "set") return await set(ctx, args);
    if (args.what === "key") await makeKey(ctx, args);
    else if (args.what === "encrypt") await encrypt(ctx, args);
    else if (args.what === "decrypt") await decrypt(ctx, args);
    else rotate(ctx, args);
  },
});

async function set(ctx: CliContext, given: Given & SetFlags): Promise<number | void> {
  const { names, service } = given;
  const [secret, ...others] = names;
  if (secret === undefined || others.length > 0 || service === undefined || given.spec === undefined) {
    throw usageError("Name one secret, who reads it and the spec: set NAME --service COMPONENT --spec FILE", name);
  }
  const value = await readSecretFromStdin(secret);
  return await setSecret(ctx, { service, name: secret, value, given });
}

async function makeKey(ctx: CliContext, { identity: file }: Given): Promise<void> {
  if (file === undefined) throw usageError("Name the file to keep the identity in: --identity FILE", name);
  const { identity, recipient } = await makeSealingKey();
  await writeOwn(file, `# public key: ${recipient}\n${identity}\n`);
  if (ctx.json) ctx.printJson({ recipient, file });
  else ctx.out(recipient);
  ctx.say(`The identity is in ${file}, for you alone. Whoever loses it loses what was sealed for it alone`);
}

async function encrypt(ctx: CliContext, { names, to }: Given): Promise<void> {
  const [first, ...others] = to;
  if (names.length === 0 || first === undefined)
    throw usageError("Name env files, and who may read them: --to age1…", name);
  const sealed: string[] = [];
  for (const file of names) {
    const text = await sealEnvFile(await read(file), { file, recipients: [first, ...others] });
    await writeFile(`${file}.age`, text);
    sealed.push(`${file}.age`);
  }
  if (ctx.json) ctx.printJson({ sealed, recipients: to });
  else ctx.out(sealed.join("\n"));
}

async function decrypt(ctx: CliContext, { names, identity }: Given): Promise<void> {
  if (names.length === 0 || identity === undefined) {
    throw usageError("Name sealed files, and the file of your identity: --identity FILE", name);
  }
  const foreign = names.find((file) => !file.endsWith(".age"));
  if (foreign !== undefined)
    throw usageError(`${foreign} does not end with .age, so there is no name for what is in it`, name);
  const opened: string[] = [];
  for (const file of names) {
    const target = file.slice(0, -".age".length);
    await writeOwn(target, await openEnvFile(await read(file), await read(identity)));
    opened.push(target);
  }
  if (ctx.json) ctx.printJson({ opened });
  else ctx.out(opened.join("\n"));
}

function rotate(ctx: CliContext, { names: [secret, ...others] }: Given): void {
  if (secret === undefined || others.length > 0) throw usageError("Name one secret: rotate NEXTAUTH_SECRET", name);
  const plan = planRotation(secret);
  if (ctx.json) ctx.printJson(plan);
  else ctx.out(describe(plan));
}

function describe({ names, programs, effect, steps }: RotationPlan): string {
  const lines = steps.flatMap(({ what, command: line, check }, index) => [
    `${index + 1}. ${what}`,
    ...(line === null ? [] : [`     ${line}`]),
    `   done when ${check}`,
  ]);
  return [`${names.join(" and ")}, read by ${programs.join(", ")}: ${effect}`, "", ...lines].join("\n");
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new AppError("not_found", `${file} cannot be read. Check the name and its rights`, { cause: error });
  }
}

/** For the owner alone, and never over what is there. */
async function writeOwn(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new AppError("conflict", `${file} is there already or cannot be written. Move it away, or name another`, {
      cause: error,
    });
  }
}
