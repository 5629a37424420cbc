import type { ListedCommand } from "./command.ts";
import { nearest } from "@pulse/kit";
import { usageError } from "./usage-error.ts";

export type Resolved =
  | { readonly kind: "overview" }
  | { readonly kind: "noun"; readonly noun: string }
  | { readonly kind: "command"; readonly command: ListedCommand; readonly rest: readonly string[] };

const flagsWithValue = new Set(["--workspace"]);
const helpFlags = new Set(["--json", "--help", "-h", ...flagsWithValue]);

/**
 * Finds the command that the first words of a command line name; flags may stand between them.
 * Throws a usage error that suggests the nearest command.
 */
export function resolveCommand(commands: readonly ListedCommand[], argv: readonly string[]): Resolved {
  const [first, second] = leadingWords(argv);
  if (first === undefined) {
    refuseOtherFlags(argv, "");
    return { kind: "overview" };
  }
  const named = second === undefined ? undefined : find(commands, `${first.word} ${second.word}`);
  if (named !== undefined && second !== undefined) {
    return { kind: "command", command: named, rest: without(argv, [first.index, second.index]) };
  }
  const single = find(commands, first.word);
  if (single !== undefined) return { kind: "command", command: single, rest: without(argv, [first.index]) };
  const verbs = commands.filter((command) => command.name.startsWith(`${first.word} `));
  if (verbs.length === 0) throw unknown(first.word, "", commands);
  if (second === undefined) {
    refuseOtherFlags(argv, first.word);
    return { kind: "noun", noun: first.word };
  }
  throw unknown(`${first.word} ${second.word}`, first.word, verbs);
}

function find(commands: readonly ListedCommand[], name: string): ListedCommand | undefined {
  return commands.find((command) => command.name === name);
}

function unknown(typed: string, helpOf: string, candidates: readonly ListedCommand[]): Error {
  const names = candidates.map((command) => command.name);
  const nouns = names.map((name) => name.split(" ")[0] ?? name);
  const suggestion = nearest(typed, [...new Set(typed.includes(" ") ? names : [...names, ...nouns])]);
  const hint = suggestion === null ? "" : ` Did you mean: ./pulse ${suggestion}`;
  return usageError(`There is no command "${typed}".${hint}`, helpOf);
}

// Help is shown for what was meant as help; any other flag was meant for a command that is not there.
function refuseOtherFlags(argv: readonly string[], noun: string): void {
  const other = argv.find((word) => word.startsWith("-") && !helpFlags.has(word));
  if (other === undefined) return;
  throw usageError(
    `${other} belongs behind a command: ${["./pulse", noun, "<command>", other].filter(Boolean).join(" ")}`,
    noun,
  );
}

type Word = { readonly word: string; readonly index: number };

/** The first two words that are neither flags nor the value of a global flag. */
function leadingWords(argv: readonly string[]): readonly Word[] {
  const words: Word[] = [];
  for (let index = 0; index < argv.length && words.length < 2; index += 1) {
    const word = argv[index] ?? "";
    if (word === "--") break;
    if (flagsWithValue.has(word)) index += 1;
    else if (!word.startsWith("-")) words.push({ word, index });
    // A flag of the command itself may take a value, so a verb is not looked for behind it.
    else if (words.length > 0 && !["--json", "--help", "-h"].includes(word)) break;
  }
  return words;
}

function without(argv: readonly string[], indexes: readonly number[]): readonly string[] {
  return argv.filter((_, index) => !indexes.includes(index));
}
