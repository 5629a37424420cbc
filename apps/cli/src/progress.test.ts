import { expect, test } from "vitest";

import { createProgress } from "./progress.ts";

function createTerminal(
  isTTY: boolean,
): { readonly stream: object; readonly written: string[] } & Parameters<typeof createProgress>[0] {
  const written: string[] = [];
  let nowMs = 0;
  return {
    written,
    stream: { isTTY, columns: 100, write: (text: string) => written.push(text) },
    // Each look at the clock is a second later.
    clock: { now: () => new Date((nowMs += 1000)) },
  };
}

test("on a terminal a bar redraws itself with share and speed, and ends with the summary", () => {
  const terminal = createTerminal(true);

  const progress = createProgress(terminal, { label: "tls.json", unit: "rows", total: 2000 });
  progress.update(500);
  progress.finish("tls.json: 2,000 rows");

  expect(terminal.written[0]).toContain("25%  500 of 2,000 rows  500 rows/s");
  expect(terminal.written.at(-2)).toContain("tls.json: 2,000 rows");
  expect(terminal.written.at(-1)).toBe("\n");
});

test("elsewhere it is a line now and then, without control characters", () => {
  const terminal = createTerminal(false);

  const progress = createProgress(terminal, { label: "tls.json", unit: "rows" });
  for (let done = 1; done <= 25; done += 1) progress.update(done);
  progress.finish();

  expect(terminal.written).toHaveLength(3);
  expect(terminal.written.join("")).not.toContain("\r");
  expect(terminal.written.at(-1)).toMatch(/^tls\.json .* 25 of 25 rows/);
});
