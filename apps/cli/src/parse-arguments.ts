import { parseArgs } from "node:util";

import type { ListedCommand, PreparedRun } from "./command.ts";
import { listFlags, type Flag } from "./flags.ts";
import { nearest } from "@pulse/kit";
import { usageError } from "./usage-error.ts";

export type ParsedArguments = {
  readonly wantsHelp: boolean;
  readonly wantsJson: boolean;
  readonly workspace: string;
  readonly given: Readonly<Record<string, unknown>>;
};

const globalFlags: readonly Flag[] = [
  globalFlag("json", "switch", "Print one JSON document on stdout"),
  globalFlag("help", "switch", "Show this help"),
  globalFlag("workspace", "text", "The workspace to work in"),
  globalFlag("demo", "switch", "Work in the demo, apart from your own data"),
];

/** Reads what follows the command's name. Throws a usage error for a flag that is unknown, incomplete or too many values. */
export function parseArguments(command: ListedCommand, argv: readonly string[]): ParsedArguments {
  const flags = [...listFlags(command.args).filter((flag) => !command.positionals.includes(flag.key)), ...globalFlags];
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      flags.map((flag) => [
        flag.name,
        {
          type: flag.kind === "switch" ? ("boolean" as const) : ("string" as const),
          ...(flag.name === "help" ? { short: "h" } : {}),
        },
      ]),
    ),
  });
  const given: Record<string, unknown> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") take({ command, flags, given }, token);
  }
  const { json, help, workspace, demo: _, ...own } = given;
  const wantsHelp = help === true;
  return {
    wantsHelp,
    wantsJson: json === true,
    workspace: typeof workspace === "string" ? workspace : "default",
    given: wantsHelp ? own : { ...own, ...placePositionals(command, positionals) },
  };
}

/** Checks the values by the command's schema; a usage error lists every problem at once. */
export function prepareRun(
  command: ListedCommand,
  given: Readonly<Record<string, unknown>>,
): Extract<PreparedRun, { ok: true }> {
  const prepared = command.parse(given);
  if (prepared.ok) return prepared;
  const flags = listFlags(command.args);
  const problems = prepared.issues.map((issue) => {
    const key = String(issue.path[0] ?? "");
    const flag = flags.find((candidate) => candidate.key === key);
    const label = labelOf(command, key, flag);
    const isMissing = given[key] === undefined && issue.code === "invalid_type";
    return isMissing ? `${label} is missing` : `${label}: ${issue.message}`;
  });
  throw usageError(`./pulse ${command.name}: ${problems.join("\n  ")}`, command.name);
}

type OptionToken = { readonly rawName: string; readonly name: string; readonly value?: string | undefined } & {
  readonly inlineValue?: boolean | undefined;
};

function take(
  target: {
    readonly command: ListedCommand;
    readonly flags: readonly Flag[];
    readonly given: Record<string, unknown>;
  },
  token: OptionToken,
): void {
  const { command, flags, given } = target;
  const isNegated = token.name.startsWith("no-") && flags.some((flag) => `no-${flag.name}` === token.name);
  const name = isNegated ? token.name.slice("no-".length) : token.name;
  const flag = flags.find((candidate) => candidate.name === name);
  if (flag === undefined) throw unknownFlag(command, flags, token.rawName);
  if (flag.kind === "switch") {
    if (token.value !== undefined) throw usageError(`${token.rawName} is a switch and takes no value`, command.name);
    given[flag.key] = !isNegated;
    return;
  }
  const looksLikeFlag = token.inlineValue !== true && /^-(?!\d)./.test(token.value ?? "");
  if (token.value === undefined || looksLikeFlag) {
    throw usageError(`${token.rawName} needs a value: ${token.rawName} ${flag.placeholder}`, command.name);
  }
  const value = toValue(flag, token.value);
  if (flag.isRepeatable) given[flag.key] = [...asArray(given[flag.key]), value];
  else if (flag.key in given) throw usageError(`${token.rawName} is given twice`, command.name);
  else given[flag.key] = value;
}

function unknownFlag(command: ListedCommand, flags: readonly Flag[], rawName: string): Error {
  const names = flags.map((flag) => flag.name);
  const suggestion = nearest(rawName.replace(/^-+/, ""), names);
  const hint = suggestion === null ? "" : ` Did you mean --${suggestion}?`;
  return usageError(`./pulse ${command.name} has no flag ${rawName}.${hint}`, command.name);
}

function placePositionals(command: ListedCommand, values: readonly string[]): Record<string, unknown> {
  const flags = listFlags(command.args);
  const placed: Record<string, unknown> = {};
  let left = values;
  for (const key of command.positionals) {
    const flag = flags.find((candidate) => candidate.key === key);
    if (flag === undefined || left.length === 0) continue;
    placed[key] = flag.isRepeatable ? left.map((text) => toValue(flag, text)) : toValue(flag, left[0] ?? "");
    left = flag.isRepeatable ? [] : left.slice(1);
  }
  if (left.length > 0) throw usageError(`./pulse ${command.name} does not expect "${left[0]}"`, command.name);
  return placed;
}

function toValue(flag: Flag, text: string): unknown {
  return flag.kind === "number" && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}

function labelOf(command: ListedCommand, key: string, flag: Flag | undefined): string {
  if (flag === undefined) return key;
  return command.positionals.includes(key) ? flag.placeholder : `--${flag.name}`;
}

function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function globalFlag(name: string, kind: Flag["kind"], description: string): Flag {
  const text = { key: name, name, kind, description, placeholder: "SLUG" };
  return { ...text, isRepeatable: false, isRequired: false, defaultText: null, choices: [] };
}
