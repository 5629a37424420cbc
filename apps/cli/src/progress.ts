import type { Clock } from "@pulse/kit";

import type { ProgressInput } from "./context.ts";
import { drawBar } from "./draw-bar.ts";

export type Progress = {
  readonly update: (done: number) => void;
  /** Ends the bar; `summary` replaces the usual last line. */
  readonly finish: (summary?: string) => void;
};

export type ProgressStream = {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly write: (text: string) => unknown;
};

const redrawMs = 100;
const quietLineMs = 10_000;

/** A bar that redraws itself on a terminal, and a line now and then anywhere else. */
export function createProgress(
  ctx: { readonly stream: ProgressStream; readonly clock: Clock },
  input: ProgressInput,
): Progress {
  const { stream, clock } = ctx;
  const isTerminal = stream.isTTY === true;
  const startedMs = clock.now().getTime();
  const everyMs = isTerminal ? redrawMs : quietLineMs;
  let shownMs = startedMs;
  let done = 0;
  const show = (text: string): void => {
    const width = Math.max(20, (stream.columns ?? 80) - 1);
    stream.write(isTerminal ? `\r\u001B[2K${text.slice(0, width)}` : `${text}\n`);
  };
  return {
    update: (count) => {
      done = count;
      const nowMs = clock.now().getTime();
      if (nowMs - shownMs < everyMs) return;
      shownMs = nowMs;
      show(line(input, done, nowMs - startedMs));
    },
    finish: (summary) => {
      show(summary ?? line({ ...input, total: done }, done, clock.now().getTime() - startedMs));
      if (isTerminal) stream.write("\n");
    },
  };
}

function line(input: ProgressInput, done: number, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? Math.round((done * 1000) / elapsedMs) : 0;
  const speed = `${count(rate)} ${input.unit}/s`;
  const { total } = input;
  if (total === undefined || total <= 0) return `${input.label}  ${count(done)} ${input.unit}  ${speed}`;
  return `${input.label}  ${drawBar(done / total)}  ${count(done)} of ${count(total)} ${input.unit}  ${speed}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
