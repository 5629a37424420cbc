import { expect, test } from "vitest";

import { readLogTail } from "./read-log-tail.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = { tailLines: 2000, grep: null, maxBytes: 60_000 };

test.each([1, 3, 7, 1000])("a log is the same whether it comes %i bytes at a time", async (size) => {
  const tail = await readLogTail(inChunks("größer\r\n日本語\n\n🎉 end", size), all);

  expect(tail).toEqual({ lines: ["größer", "日本語", "", "🎉 end"], totalBytes: 29, totalLines: 4, linesBefore: 0 });
});

test("of a line without end only the beginning is held, and of too many lines the last", async () => {
  const tail = await readLogTail(inChunks(`${"x".repeat(1_000_000)}\n${"line\n".repeat(30_000)}`, 65_536), all);
  const long = await readLogTail(inChunks("x".repeat(1_000_000), 65_536), all);

  expect(tail).toMatchObject({ totalLines: 30_001, linesBefore: 28_001 });
  expect(long.lines.map((line) => line.length)).toEqual([4001]);
});

test("letters that grow in JSON are counted as they are sent", async () => {
  const tail = await readLogTail(inChunks(`${'"'.repeat(1000)}\n`.repeat(100), 4096), all);

  expect(Buffer.byteLength(JSON.stringify(tail.lines.join("\n")))).toBeLessThan(60_100);
});
