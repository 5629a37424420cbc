import { sql } from "kysely";

import type { Expression, Metric } from "../metric.ts";
import type { Split } from "../query.ts";
import type { Scope } from "../scope/load-scope.ts";
import type { Reach } from "../scope/reach.ts";
import { isByTime } from "./split-key.ts";

type Input = { readonly metric: Metric; readonly scope: Scope; readonly reach: Reach };

/** The rows of a metric's source, for the repositories that it can see. */
export function viewOf({ metric, scope, reach, split = null }: Input & { readonly split?: Split | null }): Expression {
  const { view } = metric.source;
  if (typeof view !== "function") return view;
  const cuts = reach.repositories.map(({ cut }) => cut.at);
  const edges = [reach.previousFrom, scope.from.at, (reach.end ?? scope.to).at, ...cuts];
  return view(repositoryIds(reach), split !== null && isByTime(split) ? null : edges, scope.peopleFilter);
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
    and ${isByWanted(scope)}
  `;
}

/** The same without bots. */
export function isCounted(input: Input): Expression {
  return sql`${isInScope(input)} and not item.is_bot`;
}

function isByWanted({ peopleFilter }: Scope): Expression {
  return peopleFilter === null ? sql`true` : sql`item.author_id = any (${peopleFilter}::bigint[])`;
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
