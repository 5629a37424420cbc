import type { ExportQuestion, ItemKind } from "@pulse/actions";
import { getMetric, type Split } from "@pulse/metrics";

import { usageError } from "../usage-error.ts";

type Asked = {
  readonly id: string;
  readonly items: boolean;
  readonly repo: readonly string[];
  readonly state: readonly string[];
  readonly person: readonly string[];
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly tz?: string | undefined;
  readonly by?: Split | undefined;
  readonly bot: readonly string[];
  readonly includeBots: boolean;
};

const lists: ReadonlyMap<string, ItemKind | null> = new Map([
  ["items", null],
  ["issues", "issue"],
  ["pulls", "pull_request"],
  ["reviews", "review"],
  ["runs", "run"],
  ["deployments", "deployment"],
  ["incidents", "incident"],
]);

/** What a command line asks for. Throws a usage error for what belongs to the other kind of question. */
export function exportQuestion(asked: Asked): ExportQuestion {
  const kind = lists.get(asked.id);
  return kind === undefined ? ofMetric(asked) : ofList(asked, kind);
}

function ofList(asked: Asked, kind: ItemKind | null): ExportQuestion {
  const strange = [
    asked.items ? "--items" : null,
    asked.tz === undefined ? null : "--tz",
    asked.by === undefined ? null : "--by",
    asked.bot.length > 0 ? "--bot" : null,
    asked.includeBots ? "--include-bots" : null,
    asked.person.length > 1 ? "more than one --person" : null,
  ].filter((name) => name !== null);
  if (strange.length > 0)
    throw usageError(`${strange.join(", ")} is for metrics, and ${asked.id} is a list of facts`, "export");
  return {
    what: "items",
    kind,
    repositories: [...asked.repo],
    states: [...asked.state],
    person: asked.person[0],
    since: toInstant(asked.from),
    until: toInstant(asked.to),
  };
}

function toInstant(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text;
}

function ofMetric(asked: Asked): ExportQuestion {
  const { id } = getMetric(asked.id);
  if (asked.state.length > 0) throw usageError("--state is for lists of facts, such as pulls", "export");
  const question = {
    metric: id,
    repositories: [...asked.repo],
    from: asked.from,
    to: asked.to,
    tz: asked.tz,
    bots: [...asked.bot],
    includeBots: asked.includeBots,
    people: [...asked.person],
    labelGroups: [],
    labels: [],
    teams: [],
  };
  if (!asked.items) return { what: "metric", ...question, by: asked.by };
  if (asked.by !== undefined) throw usageError("--by cuts numbers; with --items there is nothing to cut", "export");
  return { what: "metric_items", ...question, show: "counted" };
}
