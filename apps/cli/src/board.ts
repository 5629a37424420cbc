import type { Clock } from "@pulse/kit";

import type { ProgressStream } from "./progress.ts";

export type Board = {
  /** Shows these lines in place of those before. */
  readonly show: (lines: readonly string[]) => void;
  /** Leaves these lines standing. */
  readonly finish: (lines: readonly string[]) => void;
};

const quietMs = 10_000;

/** Several lines that redraw themselves on a terminal; anywhere else they are written now and then, and at the end. */
export function createBoard(ctx: { readonly stream: ProgressStream; readonly clock: Clock }): Board {
  const { stream, clock } = ctx;
  const isTerminal = stream.isTTY === true;
  let height = 0;
  let shownMs = clock.now().getTime();
  const draw = (lines: readonly string[]): void => {
    // A terminal that does not know its width says 0.
    const width = Math.max(20, (stream.columns || 80) - 1);
    const up = isTerminal && height > 0 ? `\u001B[${height}A\u001B[0J` : "";
    stream.write(up + lines.map((line) => `${isTerminal ? line.slice(0, width) : line}\n`).join(""));
    height = lines.length;
  };
  return {
    show: (lines) => {
      const nowMs = clock.now().getTime();
      if (!isTerminal && nowMs - shownMs < quietMs) return;
      shownMs = nowMs;
      draw(lines);
    },
    finish: draw,
  };
}
