import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import fc from "fast-check";
import { expect, test } from "vitest";

import { readJsonMembers, type JsonMember } from "./read-json-members.ts";

async function read(text: string): Promise<readonly JsonMember[]> {
  const folder = await mkdtemp(path.join(tmpdir(), "pulse-json-"));
  const file = path.join(folder, "document.json");
  await writeFile(file, text);
  const handle = await open(file);
  try {
    const members: JsonMember[] = [];
    const source = readJsonMembers({ handle, fileName: "document.json", lists: ["list"], plain: ["plain"] });
    for await (const member of source) members.push(member);
    return members;
  } finally {
    await handle.close();
    await rm(folder, { recursive: true });
  }
}

test("a stream gives what JSON.parse gives, wherever the chunks of the file end", async () => {
  const awkward = fc.string({
    unit: fc.constantFrom("\\", '"', "{", "]", ",", " ", "\n", "é", "😀", "a"),
    maxLength: 4000,
  });
  const value = fc.oneof(awkward, fc.jsonValue(), fc.record({ "[": awkward, deep: fc.array(fc.array(awkward)) }));
  const list = fc.sample(value, { seed: 7, numRuns: 6000 });
  const plain = fc.sample(value, { seed: 8, numRuns: 1 })[0];
  const text = JSON.stringify({ other: list.slice(0, 50), plain, list, last: plain }, null, 1);

  const members = await read(text);

  expect(text.length).toBeGreaterThan(1_000_000);
  // What JSON.parse makes of it, since -0 and __proto__ do not survive.
  const parsed = JSON.parse(JSON.stringify({ plain, list })) as { plain: unknown; list: readonly unknown[] };
  expect(members).toEqual([
    { member: "plain", index: null, value: parsed.plain },
    ...parsed.list.map((element, index) => ({ member: "list", index, value: element })),
  ]);
});

test("an empty list gives nothing, and a value of 1.9 MB is read whole", async () => {
  const long = "é".repeat(950_000);

  expect(await read(`{"list":[],"plain":${JSON.stringify(long)}}`)).toEqual([
    { member: "plain", index: null, value: long },
  ]);
});
