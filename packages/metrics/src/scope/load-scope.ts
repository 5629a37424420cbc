import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";

import type { FactKind } from "../metric.ts";
import type { Question, Split, WeekStart } from "../query.ts";
import { checkFound } from "./check-found.ts";
import { checkNames } from "./check-names.ts";
import { checkTimeZone } from "./check-time-zone.ts";
import { labelFilterOf, loadLabelGroups, type LabelCondition, type LabelGroup } from "./load-label-groups.ts";
import { loadPeople } from "./load-people.ts";
import { parseMoment } from "./parse-moment.ts";
import type { PeopleFilter } from "./people-filter.ts";
import { readScope, type ScopeRow } from "./read-scope.ts";

/** An instant, and what the clock on the wall of the time zone shows then, in milliseconds: days are cut by that clock. */
export type Wall = { readonly at: Date; readonly wallMs: number };

/** From where to where one kind of fact of a repository has been read; `from` is null when it was from the beginning. */
export type Covered = { readonly from: Wall | null; readonly to: ReadTo };

/** Its `text` keeps the microseconds that a Date cannot hold. */
type ReadTo = Wall & { readonly text: string };

export type ScopedRepository = {
  readonly id: number;
  readonly fullName: string;
  readonly covered: ReadonlyMap<FactKind, Covered>;
};

/** Everything that one question settles before any metric is looked at. */
export type Scope = {
  readonly workspaceId: number;
  readonly timeZone: string;
  readonly from: Wall;
  readonly to: Wall;
  readonly toIs: "given" | "now" | "as_of";
  readonly now: Wall;
  /** Start of the window before: as many local days when both ends are midnights there, else as many seconds. */
  readonly previousFrom: Date;
  readonly repositories: readonly ScopedRepository[];
  /** All of the workspace, when the question names or splits by them. */
  readonly labelGroups: readonly LabelGroup[];
  /** All of them must hold; null when items are not chosen by label. */
  readonly labelFilter: readonly LabelCondition[] | null;
  /** How many days before Monday weeks begin. */
  readonly weekShift: number;
  /** Whose items count, and when; null for those of everybody. */
  readonly peopleFilter: PeopleFilter | null;
};

const weekShifts: Readonly<Record<WeekStart, number>> = { monday: 0, saturday: 2, sunday: 1 };

type Demand = {
  /** The kinds of fact whose `as_of` an open end falls back to. */
  readonly kinds: readonly FactKind[];
  /** The kinds that any of the metrics needs; absent means no others than `kinds`. */
  readonly needs?: readonly FactKind[];
  readonly splits: readonly (Split | null)[];
};

/**
 * Resolves the window, the repositories and how far each has been read, and tells the transaction who is a bot.
 * Throws `invalid` for a bad window, zone or name and `not_found` for a repository, label group, person, team or workspace that is not there.
 */
export async function loadScope(tx: Tx, question: Question, { kinds, needs, splits }: Demand): Promise<Scope> {
  const from = question.from === undefined ? null : parseMoment("from", question.from);
  const to = question.to === undefined ? null : parseMoment("to", question.to);
  if (question.timeZone !== undefined) checkTimeZone(question.timeZone);
  checkNames({
    repositories: question.repositories ?? [],
    logins: [...(question.bots ?? []), ...(question.people ?? [])],
    teams: question.teams ?? [],
  });
  const rows = await readScope(tx, { question, kinds, needs: needs ?? kinds, from, to });
  const [first] = rows;
  if (first === undefined) {
    throw new AppError(
      "not_found",
      `There is no workspace ${question.workspaceId} that you may read. Check --workspace`,
    );
  }
  const repositories = groupRepositories(rows);
  checkFound(question.repositories ?? [], repositories);
  if (first.fromAt >= first.toAt) {
    throw new AppError(
      "invalid",
      `The window is empty: it would begin at ${first.fromAt.toISOString()} and end at ${first.toAt.toISOString()}. \`from\` must lie before \`to\``,
    );
  }
  const { people = [], teams = [], workspaceId } = question;
  const wantedGroups = question.labelGroups ?? [];
  const labelGroups =
    wantedGroups.length > 0 || splits.includes("label_group") ? await loadLabelGroups(tx, question.workspaceId) : [];
  return {
    workspaceId: question.workspaceId,
    timeZone: first.timeZone,
    from: { at: first.fromAt, wallMs: first.fromWallMs },
    to: { at: first.toAt, wallMs: first.toWallMs },
    toIs: to === null ? (first.isToAsOf ? "as_of" : "now") : "given",
    now: { at: question.now, wallMs: first.nowWallMs },
    previousFrom: first.previousFromAt,
    repositories,
    labelGroups,
    labelFilter: labelFilterOf(labelGroups, { labelGroups: wantedGroups, labels: question.labels ?? [] }),
    weekShift: weekShifts[question.weekStart ?? "monday"],
    peopleFilter: await loadPeople(tx, { workspaceId, people, teams }),
  };
}

function groupRepositories(rows: readonly ScopeRow[]): readonly ScopedRepository[] {
  const grouped = new Map<number, { readonly fullName: string; readonly covered: Map<FactKind, Covered> }>();
  for (const row of rows) {
    if (row.repositoryId === null) continue;
    const repository = grouped.get(row.repositoryId) ?? {
      fullName: row.fullName,
      covered: new Map<FactKind, Covered>(),
    };
    grouped.set(row.repositoryId, repository);
    if (row.kind !== null) repository.covered.set(row.kind, coveredOf(row));
  }
  return [...grouped].map(([id, repository]) => ({ id, ...repository }));
}

function coveredOf(row: ScopeRow): Covered {
  const { coveredFrom, coveredFromWallMs } = row;
  const from =
    coveredFrom === null || coveredFromWallMs === null ? null : { at: coveredFrom, wallMs: coveredFromWallMs };
  return { from, to: { at: row.coveredTo, wallMs: row.coveredToWallMs, text: row.coveredToText } };
}
