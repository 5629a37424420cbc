import { renderLogLine } from "./render-log-line.ts";

/** One log for everything that `up` runs: each line begins with the time and who speaks. */
export type UpLog = { readonly line: (name: string, line: string) => void };

export function createUpLog(write: (text: string) => void, input: { readonly isColoured: boolean }): UpLog {
  return {
    line: (name, line) => {
      if (line.trim() !== "") write(renderLogLine({ name, line, now: new Date() }, input));
    },
  };
}
