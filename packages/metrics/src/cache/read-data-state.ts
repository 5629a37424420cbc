import { queryWorkspace, type Db, type Tx, type WorkspaceClaims } from "@pulse/db";
import { sql, type RawBuilder } from "kysely";

import type { Question } from "../query.ts";
import { shownRepository } from "../scope/shown-repository.ts";

/**
 * A name for the state of everything that an answer can be computed from, as the reader may see it: the role, the settings of the
 * workspace, its label groups, its teams, its accounts, and the facts of the repositories asked for. Another state has another name. Null for whoever
 * may not read the workspace.
 */
export async function readDataState(tx: Tx, asked: DataAsked): Promise<string | null> {
  const found = await stateOf(asked).execute(tx);
  return found.rows[0]?.state ?? null;
}

/** The same as a person, in one round trip: every question begins with it. */
export async function findDataState(db: Db, claims: WorkspaceClaims, asked: DataAsked): Promise<string | null> {
  const [found] = await queryWorkspace(db, claims, { name: "data_state", query: stateOf(asked) });
  return found?.state ?? null;
}

type DataAsked = Pick<Question, "workspaceId"> & Partial<Question>;

function stateOf({ workspaceId, repositories = [] }: DataAsked): RawBuilder<{ readonly state: string }> {
  const names = repositories.map((name) => name.toLowerCase());
  return sql`
    select md5(concat_ws(
      e'\n',
      current_user,
      workspace,
      (
        select string_agg(label_group::text, e'\n' order by label_group.name)
        from pulse.label_groups as label_group
        where label_group.workspace_id = workspace.id
      ),
      (
        select string_agg(concat_ws(' ', team.slug, member.account_id, member.member_from, member.member_to), e'\n' order by team.id, member.account_id, member.member_from)
        from pulse.teams as team
        left join pulse.team_members as member
          on member.workspace_id = team.workspace_id
          and member.team_id = team.id
        where team.workspace_id = workspace.id
          and team.deleted_at is null
      ),
      (
        select version
        from pulse.data_versions
        where workspace_id = workspace.id
          and repository_id is null
      ),
      (
        select string_agg(concat_ws(' ', repository.id, repository.full_name, facts.version), e'\n' order by repository.id)
        from pulse.repositories as repository
        left join pulse.data_versions as facts
          on facts.workspace_id = repository.workspace_id
          and facts.repository_id = repository.id
        where repository.workspace_id = workspace.id
          and ${shownRepository}
          and (${names.length === 0} or lower(repository.full_name) = any (${names}::text[]))
      )
    )) as state
    from pulse.workspaces as workspace
    where workspace.id = ${workspaceId}
  `;
}
