import { AppError } from "@pulse/kit";
import { z } from "zod";

import { groupings, ranges, type ViewFilters } from "./view-filters.ts";

export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

const day = /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2}))?$/;
const instant = z.string().refine((text) => day.test(text) && !Number.isNaN(Date.parse(text)), {
  error: "is no date. Write it like 2026-07-09",
});
const list = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const one = <T extends z.ZodType>(schema: T) => z.preprocess(lastOf, schema);

const schema = z.object({
  repo: list,
  range: one(z.enum(ranges, { error: `is none of ${ranges.join(", ")}` }).optional()),
  from: one(instant.optional()),
  to: one(instant.optional()),
  compare: one(z.enum(["off"], { error: "can only be off" }).optional()),
  include_bots: one(z.enum(["true", "1"], { error: "can only be true" }).optional()),
  bot: list,
  label_group: list,
  label: list,
  person: list,
  team: list,
  tz: one(z.string().refine(isTimeZone, { error: "is no time zone. It looks like Europe/Berlin" }).optional()),
  by: one(z.enum(groupings, { error: `is none of ${groupings.join(", ")}` }).optional()),
});

/** Throws `invalid` that names each parameter that cannot be read. */
export function parseViewFilters(search: SearchParams): ViewFilters {
  const parsed = schema.safeParse(search);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new AppError("invalid", `The address of this page cannot be read: ${problems.join("; ")}`);
  }
  const {
    repo,
    range,
    from,
    to,
    compare,
    include_bots: bots,
    bot,
    label_group: groups,
    label,
    person,
    team,
    by,
    tz,
  } = parsed.data;
  if (from !== undefined && to !== undefined && Date.parse(from) >= Date.parse(to)) {
    throw new AppError("invalid", `The window ends (${to}) before it begins (${from}). Choose other days`);
  }
  const isCustom = range === undefined && (from !== undefined || to !== undefined);
  return {
    repositories: [...new Set(repo)].sort(),
    range: isCustom ? "custom" : (range ?? "90d"),
    from: isCustom ? (from ?? null) : null,
    to: to ?? null,
    isCompared: compare === undefined,
    includeBots: bots !== undefined,
    bots: bot,
    labelGroups: [...new Set(groups)].sort(),
    labels: [...new Set(label)].sort(),
    people: namesOf(person),
    teams: namesOf(team),
    by: by ?? null,
    tz: tz ?? null,
  };
}

// Logins and teams are the same in any spelling of their case, and with the @ that people write before them.
function namesOf(given: readonly string[]): readonly string[] {
  const names = given.map((name) => name.trim().replace(/^@/, "").toLowerCase()).filter((name) => name !== "");
  return [...new Set(names)].sort();
}

// Offsets are refused: PostgreSQL reads their sign the other way round.
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

// A parameter that is given twice counts as it was given last.
function lastOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const values: readonly unknown[] = value;
  return values.at(-1);
}
