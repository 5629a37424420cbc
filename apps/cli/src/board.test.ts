import type { Clock } from "@pulse/kit";
import { expect, test } from "vitest";

import { createBoard } from "./board.ts";

function boardOn(isTTY: boolean) {
  let nowMs = 0;
  let written = "";
  const clock: Clock = { now: () => new Date(nowMs) };
  const stream = { isTTY, columns: 21, write: (text: string) => (written += text) };
  return {
    board: createBoard({ stream, clock }),
    written: () => written,
    wait: (milliseconds: number) => {
      nowMs += milliseconds;
    },
  };
}

test("on a terminal lines take the place of those before, and none is wider than it", () => {
  const { board, written } = boardOn(true);

  board.show(["one", "two"]);
  board.finish(["a line that is far too long for this terminal"]);

  expect(written()).toBe("one\ntwo\n\u001B[2A\u001B[0Ja line that is far t\n");
});

test("anywhere else they are written now and then, whole, and at the end", () => {
  const { board, written, wait } = boardOn(false);

  board.show(["at once"]);
  wait(10_000);
  board.show(["after ten seconds, however long it is"]);
  board.show(["again at once"]);
  board.finish(["the end"]);

  expect(written()).toBe("after ten seconds, however long it is\nthe end\n");
});
