import { execFileSync } from "node:child_process";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { expect, test } from "vitest";

import { parseJson } from "./parse-json.ts";
import { findRequestId, withRequestId } from "./request-scope.ts";

test("what a request starts belongs to it, however late, and what others do does not", async () => {
  const [one, two] = await Promise.all(
    ["one", "two"].map((id) =>
      withRequestId(id, async () => {
        await delay(1);
        return findRequestId();
      }),
    ),
  );

  expect([one, two, findRequestId()]).toEqual(["one", "two", null]);
});

test("each log line of a request carries its id, once", () => {
  const file = (name: string): string => JSON.stringify(path.join(import.meta.dirname, name));
  const script = `
    import { createLogger } from ${file("logger.ts")};
    import { withRequestId } from ${file("request-scope.ts")};
    const logger = createLogger({ name: "web" });
    logger.info("before");
    withRequestId("abc", () => { logger.info("in it"); logger.child({ request_id: "abc" }).info("named"); });
  `;

  const written = execFileSync(process.execPath, ["--input-type=module", "--eval", script], { encoding: "utf8" });

  const lines = written.trim().split("\n");
  expect(lines.map(parseJson)).toMatchObject([{ msg: "before" }, { request_id: "abc" }, { request_id: "abc" }]);
  expect(lines.map((line) => line.split("request_id").length - 1)).toEqual([0, 1, 1]);
});
