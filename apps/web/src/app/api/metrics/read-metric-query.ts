import { AppError } from "@pulse/kit";

const parameters = [
  "repo",
  "from",
  "to",
  "tz",
  "by",
  "bot",
  "include_bots",
  "label_group",
  "label",
  "person",
  "team",
  "week_start",
  "workspace",
] as const;

/**
 * The query of `GET /api/metrics/{id}` as the action takes it, which checks each value. Throws `invalid` for a parameter
 * that does not exist: a misspelt filter would silently give another number.
 */
export function readMetricQuery(search: URLSearchParams) {
  refuseUnknown(search, parameters);
  return {
    repositories: search.getAll("repo"),
    from: search.get("from"),
    to: search.get("to"),
    tz: search.get("tz"),
    by: search.get("by"),
    bots: search.getAll("bot"),
    includeBots: readSwitch(search, "include_bots"),
    labelGroups: search.getAll("label_group"),
    labels: search.getAll("label"),
    people: search.getAll("person"),
    teams: search.getAll("team"),
    weekStart: readWeekStart(search),
  };
}

/** Null: the one that a key opens, or the first of the person. */
export function readWorkspace(search: URLSearchParams): string | null {
  return search.get("workspace");
}

const weekStarts = ["monday", "saturday", "sunday"] as const;

function readWeekStart(search: URLSearchParams): (typeof weekStarts)[number] | null {
  const text = search.get("week_start");
  if (text === null) return null;
  const found = weekStarts.find((day) => day === text);
  if (found !== undefined) return found;
  throw new AppError("invalid", `week_start is "${text.slice(0, 60)}", but can only be ${weekStarts.join(", ")}`);
}

export function refuseUnknown(search: URLSearchParams, known: readonly string[]): void {
  const unknown = [...search.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new AppError("invalid", `There is no parameter "${unknown.slice(0, 60)}" here. It takes ${known.join(", ")}`);
}

export function readSwitch(search: URLSearchParams, name: string): boolean {
  const text = search.get(name) ?? "false";
  if (["true", "1", ""].includes(text)) return true;
  if (["false", "0"].includes(text)) return false;
  throw new AppError("invalid", `${name} is "${text.slice(0, 60)}", but can only be true or false`);
}
