import { expect, test } from "vitest";

import { makeSealingKey, openEnvFile, sealEnvFile } from "./seal-env-file.ts";

const text = "# of staging\nPORT=8080\nSECRET_KEY='four words, ünd more than thirty-two signs'\n";

test("whoever has an identity of a recipient reads the file as it was, byte by byte, and nobody else", async () => {
  const [anna, ben, stranger] = await Promise.all([makeSealingKey(), makeSealingKey(), makeSealingKey()]);

  const sealed = await sealEnvFile(text, { file: "web.env", recipients: [anna.recipient, ben.recipient] });

  expect(sealed).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
  expect(sealed).not.toContain("SECRET_KEY");
  expect(await openEnvFile(sealed, `# created: today\n${anna.identity}\n`)).toBe(text);
  expect(await openEnvFile(sealed, `${stranger.identity}\n${ben.identity}`)).toBe(text);
  await expect(openEnvFile(sealed, stranger.identity)).rejects.toMatchObject({ code: "forbidden" });
});

test("a file that was changed on its way is not opened", async () => {
  const key = await makeSealingKey();
  const sealed = await sealEnvFile(text, { file: "web.env", recipients: [key.recipient] });
  const lines = sealed.split("\n");
  const at = lines.length - 3;
  const line = lines[at] ?? "";

  const changed = lines.with(at, `${line.startsWith("A") ? "B" : "A"}${line.slice(1)}`).join("\n");

  await expect(openEnvFile(changed, key.identity)).rejects.toMatchObject({ code: "forbidden" });
});

test("a file with a fault is not sealed: nobody would see it again", async () => {
  const { recipient } = await makeSealingKey();

  await expect(
    sealEnvFile("PORT=8080\nNEXTAUTH_SECRET=<random>\n", { file: "web.env", recipients: [recipient] }),
  ).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("web.env:2") });
});

test("an identity given as recipient is refused, and not repeated", async () => {
  const { identity } = await makeSealingKey();

  const error: unknown = await sealEnvFile(text, { file: "web.env", recipients: [identity] }).catch(
    (thrown: unknown) => thrown,
  );

  expect(error).toMatchObject({ code: "invalid", message: expect.stringContaining("age1") });
  expect(String(error)).not.toContain(identity);
});
