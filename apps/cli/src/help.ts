import type { ListedCommand } from "./command.ts";
import { listFlags, type Flag } from "./flags.ts";

const purpose = "Pulse-Hub shows a team how its software work flows, from GitHub itself.";

export function overviewHelp(commands: readonly ListedCommand[]): string {
  const single = commands.filter((command) => !command.name.includes(" "));
  const nouns = commands.filter((command) => command.name.includes(" "));
  return lines(
    purpose,
    "",
    "Usage: ./pulse <command> [flags]",
    "",
    ...section("Run it", single),
    ...section("Work with it", nouns),
    "On every command:",
    ...globalLines,
    "",
    "Start here: ./pulse up",
  );
}

export function nounHelp(commands: readonly ListedCommand[], noun: string): string {
  const verbs = commands.filter((command) => command.name.startsWith(`${noun} `));
  return lines(
    `Usage: ./pulse ${noun} <command> [flags]`,
    "",
    ...section("Commands", verbs),
    `More about one of them: ./pulse ${noun} <command> --help`,
  );
}

export function commandHelp(command: ListedCommand): string {
  const flags = listFlags(command.args);
  const positionals = command.positionals.flatMap((key) => flags.filter((flag) => flag.key === key));
  const named = flags.filter((flag) => !command.positionals.includes(flag.key));
  return lines(
    command.summary,
    "",
    `Usage: ${usage(command.name, positionals, named)}`,
    ...(command.description === undefined ? [] : ["", command.description.trim()]),
    ...table(
      "Arguments",
      positionals.map((flag) => [positionalText(flag), describe(flag)] as const),
    ),
    ...table(
      "Flags",
      named.map((flag) => [flagText(flag), describe(flag)] as const),
    ),
    "",
    "On every command:",
    ...globalLines,
    ...((command.examples ?? []).length === 0 ? [] : ["", "Examples:"]),
    ...(command.examples ?? []).map((example) => `  ${example}`),
  );
}

/** The same facts for programs: `pulse --help --json`, and whatever generates pages from it. */
export function commandFacts(command: ListedCommand): Record<string, unknown> {
  return {
    name: command.name,
    summary: command.summary,
    description: command.description ?? null,
    examples: command.examples ?? [],
    positionals: command.positionals,
    flags: listFlags(command.args),
  };
}

const globalLines = columns([
  ["--json", "Print one JSON document on stdout; talk stays on stderr"],
  ["--workspace SLUG", "The workspace to work in (default: default)"],
  ["--demo", "Work in the demo that ./pulse up --demo serves, apart from your own data"],
  ["-h, --help", "Show help"],
]);

function usage(name: string, positionals: readonly Flag[], named: readonly Flag[]): string {
  const required = named.filter((flag) => flag.isRequired).map((flag) => flagText(flag));
  const rest = named.some((flag) => !flag.isRequired) ? ["[flags]"] : [];
  return ["./pulse", name, ...positionals.map((flag) => positionalText(flag)), ...required, ...rest].join(" ");
}

function positionalText(flag: Flag): string {
  const name = flag.isRepeatable ? `${flag.placeholder}…` : flag.placeholder;
  return flag.isRequired ? name : `[${name}]`;
}

function flagText(flag: Flag): string {
  if (flag.kind === "switch") return flag.defaultText === "true" ? `--no-${flag.name}` : `--${flag.name}`;
  return `--${flag.name} ${flag.placeholder}`;
}

function describe(flag: Flag): string {
  const notes = [
    flag.isRepeatable ? "repeatable" : "",
    flag.isRequired ? "required" : "",
    flag.defaultText !== null && flag.kind !== "switch" ? `default: ${flag.defaultText}` : "",
  ].filter((note) => note !== "");
  return notes.length === 0 ? flag.description : `${flag.description} (${notes.join(", ")})`.trim();
}

function section(title: string, commands: readonly ListedCommand[]): readonly string[] {
  if (commands.length === 0) return [];
  return [`${title}:`, ...columns(commands.map((command) => [command.name, command.summary] as const)), ""];
}

function table(title: string, rows: readonly (readonly [string, string])[]): readonly string[] {
  return rows.length === 0 ? [] : ["", `${title}:`, ...columns(rows)];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd());
}

function lines(...all: readonly string[]): string {
  return all.join("\n");
}
