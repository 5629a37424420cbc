// plays.log: when each step of the play was made. With the seed that is all there is to know, so another start makes them again.
import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";

/** The instants of the steps that were begun, oldest first. */
export function readPlays(home: string): readonly Date[] {
  const text = readOrNothing(logFile(home));
  // What stands behind the last line's end was being written when the process was killed: that step was never made.
  const lines = text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter(Boolean);
  return lines.map((line) => new Date(line));
}

/** Written before the step is made, so that what others were told of is always made again. */
export function notePlay(home: string, at: Date): void {
  appendFileSync(logFile(home), `${at.toISOString()}\n`);
}

function logFile(home: string): string {
  return path.join(home, "plays.log");
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
