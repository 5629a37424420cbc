import { sql } from "kysely";

import type { Expression, Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";
import { edgesOf, isByOneOf } from "../scope/people-filter.ts";
import type { Reach } from "../scope/reach.ts";
import { isByTime, splitKeys } from "./split-key.ts";

type Input = { readonly metric: Metric; readonly scope: Scope; readonly reach: Reach };

type ViewInput = Input & {
  readonly split?: Split | null;
  /** What alone is read of it; absent means the window and the one before. */
  readonly between?: { readonly from: Date; readonly to: Date };
};

/** The rows of a metric's source, for the repositories that it can see. */
export function viewOf({ metric, scope, reach, split = null, between }: ViewInput): Expression {
  const { view } = metric.source;
  if (typeof view !== "function") return view;
  const cuts = reach.repositories.map(({ cut }) => cut.at);
  const [from, to] = [reach.previousFrom, (reach.end ?? scope.to).at];
  return view(repositoryIds(reach), {
    from: between?.from ?? from,
    to: between?.to ?? to,
    edges: [from, scope.from.at, to, ...cuts, ...(scope.peopleFilter === null ? [] : edgesOf(scope.peopleFilter))],
    isOneEntry: split !== null && isByTime(split) ? (first, last) => isOneEntry(split, { first, last, scope }) : null,
    people: scope.peopleFilter,
    split,
  });
}

type Ends = { readonly first: Expression; readonly last: Expression; readonly scope: Scope };

/** Between two instants after which clocks went back, there may be some of the next day already: such a stretch is not one entry. */
function isOneEntry(split: Split, { first, last, scope }: Ends): Expression {
  const entryOf = (at: Expression) => sql`(${splitKeys(split, { at, scope })})`;
  const wallOf = (at: Expression) => sql`(${at} at time zone ${scope.timeZone})`;
  return sql`(${entryOf(first)} = ${entryOf(last)} and ${wallOf(last)} - ${wallOf(first)} = ${last} - ${first})`;
}

function repositoryIds({ repositories }: Reach): Expression {
  return sql`${repositories.map((repository) => repository.id)}::bigint[]`;
}

/** What every row of a source, called `item`, must meet before its instants are looked at; bots are still among them. */
export function isInScope({ metric, scope, reach }: Input): Expression {
  return sql`
    item.workspace_id = ${scope.workspaceId}
    and item.repository_id = any (${repositoryIds(reach)})
    and ${metric.only ?? sql`true`}
    and ${hasWantedLabel(scope)}
    and ${isByWanted(metric, scope)}
  `;
}

/** The same without bots. */
export function isCounted(input: Input): Expression {
  return sql`${isInScope(input)} and not item.is_bot`;
}

/** What nobody in particular did is never asked for by person; see `checkQuestion`. */
function isByWanted({ source }: Metric, { peopleFilter }: Scope): Expression {
  if (peopleFilter === null || source.actedAt === null) return sql`true`;
  return isByOneOf(peopleFilter, { account: sql`item.author_id`, at: source.actedAt });
}

function hasWantedLabel({ labelFilter }: Scope): Expression {
  if (labelFilter === null) return sql`true`;
  const conditions = labelFilter.map(
    ({ patterns, orNone }) => sql`(
      exists (
        select
        from unnest(item.label_names) as label (name)
        where lower(label.name) like any (${patterns}::text[])
      )
      or (${orNone}::boolean and item.label_names = '{}')
    )`,
  );
  return sql.join(conditions, sql` and `);
}
