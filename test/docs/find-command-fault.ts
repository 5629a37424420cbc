import { execFileSync } from "node:child_process";

import { commands } from "../../apps/cli/src/commands/index.ts";
import { parseArguments, prepareRun } from "../../apps/cli/src/parse-arguments.ts";
import { resolveCommand } from "../../apps/cli/src/resolve-command.ts";

/** Why a shell would not read this; null when it would. */
export function findShellFault(block: string): string | null {
  try {
    execFileSync("sh", ["-n"], { input: block, stdio: ["pipe", "ignore", "pipe"] });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The `./pulse …` of a shell block as the words that the program gets: lines that go on are joined, quotes are gone. */
export function listPulseCalls(block: string): readonly (readonly string[])[] {
  return block
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .flatMap((line) => line.split(/&&|\|\||;|\||\bif\b|\bthen\b|!/))
    .flatMap((part) => {
      const [, rest] = /(?:^|[\s"/(])pulse"?((?:\s.*)?)$/.exec(part.trimEnd()) ?? [];
      return rest === undefined ? [] : [wordsOf(rest)];
    });
}

/**
 * Why our own program would refuse a call, by its own parser; null when it would begin to work. What a variable of the shell holds is not
 * known, and is taken for an address where it is called url, else for a number; what a script was given in turn is left out.
 */
export function findCommandFault(words: readonly string[]): string | null {
  const filled = words
    .filter((word) => word !== "$@")
    .map((word) => word.replaceAll(/\$\{?url\}?/gi, "https://example.com").replaceAll(/\$\{?\w+\}?/g, "7"));
  try {
    const resolved = resolveCommand(commands, filled);
    if (resolved.kind !== "command") return null;
    const { given, wantsHelp } = parseArguments(resolved.command, resolved.rest);
    if (!wantsHelp) prepareRun(resolved.command, given);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** As a shell cuts words, as far as our own pages need it: quotes, redirections, comments behind. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)]
    .map(([, double, single, plain]) => double ?? single ?? plain ?? "")
    .reduce<{ readonly words: readonly string[]; readonly isOver: boolean }>(
      ({ words, isOver }, word) =>
        isOver || /^(#|[0-9]?[<>])/.test(word) ? { words, isOver: true } : { words: [...words, word], isOver },
      { words: [], isOver: false },
    ).words;
}
