import { expect, test } from "vitest";

import { renderLogLine } from "./render-log-line.ts";

const now = new Date(2024, 0, 2, 3, 4, 5);
const plain = { isColoured: false };

function pino(fields: Record<string, unknown>): string {
  return JSON.stringify({
    level: "info",
    time: new Date(2024, 0, 2, 9, 8, 7).toISOString(),
    pid: 1,
    hostname: "h",
    name: "web",
    ...fields,
  });
}

test("an entry is its own time, who speaks, the message and the rest as key=value", () => {
  const line = pino({ msg: "request", status: 200, path: "/a b", took: null });

  expect(renderLogLine({ name: "web", line, now }, plain)).toBe(
    '09:08:07 web       request status=200 path="/a b" took=null',
  );
});

test("a line that is no entry is shown as it is", () => {
  expect(renderLogLine({ name: "worker", line: "{not json", now }, plain)).toBe("03:04:05 worker    {not json");
});

test("a warning says so, and an error shows its stack indented", () => {
  const line = pino({
    level: "error",
    msg: "failed",
    err: { type: "Error", message: "no", stack: "Error: no\n  at a.ts" },
  });

  expect(renderLogLine({ name: "web", line, now }, plain)).toBe(
    "09:08:07 web       error failed\n    Error: no\n      at a.ts",
  );
});

test("on a terminal names are coloured, and without colour no control character appears", () => {
  const line = pino({ msg: "hello" });

  expect(renderLogLine({ name: "web", line, now }, { isColoured: true })).toContain("\u001B[36mweb");
  expect(renderLogLine({ name: "web", line, now }, plain)).not.toContain("\u001B");
});
