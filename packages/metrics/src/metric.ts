import type { RawBuilder } from "kysely";

import type { Band } from "./dora/bands.ts";
import type { Split } from "./query.ts";
import type { PeopleFilter } from "./scope/people-filter.ts";

/** SQL over one item, called `item`, or over all items of a group. A static fragment: it never holds a person's input. */
export type Expression = RawBuilder<unknown>;

/** The kinds of fact in pulse.sync_state. A number is null while a kind that it needs has not been read. */
export type FactKind =
  | "issues"
  | "issue_comments"
  | "pull_requests"
  | "pull_request_commits"
  | "pull_request_files"
  | "reviews"
  | "review_comments"
  | "review_requests"
  | "timeline_events"
  | "labels"
  | "milestones"
  | "commits"
  | "tags"
  | "releases"
  | "workflow_runs"
  | "workflow_jobs"
  | "deployments"
  | "repository_days";

export type Unit = "count" | "ratio" | "seconds" | "rate" | "lines";

/** Whether more of it is good, bad, or neither. */
export type Direction = "up" | "down" | "neutral";

/** How the rows of a view are read: which may be left out, and which put together. */
export type Reading = {
  /** Nothing outside of these is looked at. */
  readonly from: Date;
  readonly to: Date;
  /** No row may reach from one side of any of these to the other. */
  readonly edges: readonly Date[];
  /** Whether a row from one instant to the other lies within one entry of the series by time; null without such a series. */
  readonly isOneEntry: ((first: Expression, last: Expression) => Expression) | null;
  /** Whose items alone are asked for, and when; null for those of everybody. */
  readonly people: PeopleFilter | null;
  /** What the rows are grouped by; null for nothing but the windows. */
  readonly split: Split | null;
};

/** What a metric counts: a view with one row per item. Issues, pull requests, runs and jobs can be listed as items; only the first two filtered by label. */
export type Source = {
  readonly item:
    | "pull_request"
    | "issue"
    | "review"
    | "act"
    | "commit"
    | "member"
    | "milestone_item"
    | "release"
    | "sync"
    | "run"
    | "job"
    | "deployment"
    | "incident";
  /**
   * Has workspace_id, repository_id, author_id, author_login, is_bot and label_names; what can be listed also id, number, title
   * and state; what can be split by workflow also workflow_name. One that looks across repositories is told which, and may read the common table `scope`: repository_id, full_name,
   * known_from and cut_at, a repository's `as_of`. It is also told which rows may be put together.
   */
  readonly view: Expression | ((repositoryIds: Expression, reading: Reading) => Expression);
  /**
   * When its author did it: an item is a team's if they were in it then. What has a life, as an issue, stays with the team in which it was
   * opened, or what a team opened and closed would not add up to what it has open. Null where nobody in particular did it.
   */
  readonly actedAt: Expression | null;
  /** Columns of the view that a list of items shows beside the value of each. */
  readonly details: Readonly<Record<string, "instant" | "flag" | "number" | "text">>;
};

/**
 * How an item comes into a window: by an instant that lies in it (event), by its opening or its closing (flow: `item.is_opening` says
 * which), by having been open at some time in it (span), by being open at its end (state), or by being open at `as_of`, whatever the
 * window (now). Events may use `scope.cut_at`; the last three `moment.at`, the instant looked at, and spans `moment.starts_at`.
 */
export type Membership =
  | { readonly kind: "event"; readonly at: Expression }
  | Lasting<"flow">
  | Lasting<"span">
  | Lasting<"state">
  | Lasting<"now">;

type Lasting<Kind> = { readonly kind: Kind; readonly opened: Expression; readonly closed: Expression };

/** How long a group's time was, and what the clock on the wall showed at its end. */
export type Stretch = { readonly weeks: number; readonly endMs: number };

/** One named number over the measures of a group, which are null or at least zero. May use the author, the instant and the measure of `item`. */
export type Aggregate = {
  readonly of: (measure: Expression, zone: Expression) => Expression;
  /** What a group without a single item has; null where there is nothing to divide by. */
  readonly whenEmpty: 0 | null;
  /** The number is divided by the weeks of its window. */
  readonly isPerWeek?: boolean;
  /** Makes the number of what `of` gives, where that is none yet; null stands for a group without a single item. */
  readonly finish?: (raw: unknown, stretch: Stretch) => number | null;
  /** Where it differs from the metric's. */
  readonly unit?: Unit;
};

/** Stands beside `value` in the answer, such as `n_not_yet`. Sees measures below zero and missing ones too. */
export type Beside = { readonly of: (measure: Expression) => Expression; readonly whenEmpty: unknown };

/** Why an item that came into the window is not in the number, in a word for programs and a phrase for people. */
export type LeftOut = { readonly reason: string; readonly when: Expression; readonly text: string };

/**
 * A table beside the number: the items themselves, one row per entry of a split, or a select of its own over `moment`
 * (repository_id, full_name, starts_at, at), given the view of the source and the condition under which a row of it, called `item`, counts.
 */
type Rows =
  | { readonly kind: "items" }
  | { readonly kind: "split"; readonly split: Split }
  | {
      readonly kind: "select";
      /** The table is about more than the number: `only` does not narrow it. */
      readonly areOfAll?: true;
      readonly of: (source: { readonly view: Expression; readonly isCounted: Expression }) => Expression;
    };

export type Metric = {
  readonly id: string;
  readonly title: string;
  /** In plain words, for people. */
  readonly definition: string;
  readonly unit: Unit;
  readonly direction: Direction;
  readonly source: Source;
  readonly needs: readonly FactKind[];
  readonly membership: Membership;
  /** Which items count at all. */
  readonly only?: Expression;
  /** A number per item, null when it has none. Below zero it is `excluded`. */
  readonly measure: Expression;
  /** The answer's `value`: one number when the only name is `value`, else an object of these. */
  readonly value: Readonly<Record<string, Aggregate>>;
  readonly beside?: Readonly<Record<string, Beside>>;
  /** Where dora.dev would put it: a hint beside the value. */
  readonly band?: (value: Readonly<Record<string, number | null>>) => Band | null;
  /** A row stands for as many as its measure says: `n` is their sum. */
  readonly isWeighed?: true;
  /** Items with the same one are one thing: numbers and `n` count it once, as the bigint `item.thing`. Only of events. */
  readonly thing?: Expression;
  /** How many items a row stands for, each with its measure; absent means one. */
  readonly weight?: Expression;
  /** Where the same is kept added up, for what need not tell its items apart; the definition is the metric's own. */
  readonly summed?: Summed;
  /** It counts open items alike, so that its series by time is a running sum. */
  readonly isRunning?: true;
  /** For items that stand for something which other repositories hold too: true in one of them. In a split by repository all count. */
  readonly isFirst?: Expression;
  readonly rows?: Rows;
  /** What it can be split by; absent means everything that its membership allows. */
  readonly splits?: readonly Split[];
  /** What a list of items shows as the value of each; null for a plain count. */
  readonly itemValue: { readonly of: Expression; readonly unit: Unit } | null;
  readonly leftOut?: readonly LeftOut[];
  /** Narrower lists of the same items, by name. */
  readonly filters?: Readonly<Record<string, Expression>>;
};

/** The same numbers as a metric's, out of rows that stand for several of its items. Nothing but the split may be asked of them. */
type Summed = {
  readonly splits: readonly (Split | null)[];
  readonly view: Source["view"];
  readonly membership?: Membership;
  readonly only?: Expression;
  readonly measure: Expression;
  readonly weight?: Expression;
  readonly value: Metric["value"];
};
