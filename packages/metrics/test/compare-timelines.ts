import type { Tx } from "@pulse/db";
import { sql } from "kysely";

const columns = {
  pull_request_timeline:
    "workspace_id, repository_id, id, number, title, author_id, author_login, is_bot, state, is_draft, label_names, created_at, ready_at, first_commit_at, first_review_at, first_approval_at, merged_at, closed_at, deployed_at, updated_at, review_depth, review_rounds, lines",
  issue_timeline:
    "workspace_id, repository_id, id, number, title, author_id, author_login, is_bot, state, label_names, created_at, first_response_at, closed_at, updated_at, response_sla",
} as const;

type Bots = { readonly extra: string; readonly areIncluded: boolean };

/** The rows in which a stored timeline and the one computed from the facts part, as one of these accounts of bots sees them. */
export async function compareTimelines(tx: Tx, { extra, areIncluded }: Bots): Promise<readonly unknown[]> {
  await sql`
    select
      set_config('pulse.extra_bots', ${extra}, true),
      set_config('pulse.include_bots', ${areIncluded ? "on" : "off"}, true)
  `.execute(tx);
  const found = [];
  for (const [view, names] of Object.entries(columns)) {
    const listed = sql.raw(names);
    const [stored, computed] = [sql.id("metrics", view), sql.id("metrics", `${view}_from_facts`)];
    const differing = await sql`
      select 'stored' as side, *
      from (select ${listed} from ${stored} except all select ${listed} from ${computed}) as stored
      union all
      select 'computed', *
      from (select ${listed} from ${computed} except all select ${listed} from ${stored}) as computed
    `.execute(tx);
    found.push(...differing.rows);
  }
  return found;
}
