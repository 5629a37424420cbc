import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

import { closingOf, ignoredPath, type History, type LabelGroups, type Repository } from "./history.ts";
import { mergeSha, seedDelivery } from "./seed-delivery.ts";
import { recordset, type Account, type Fragment, type Seed } from "./seed-rows.ts";
import { seedRuns } from "./seed-runs.ts";
import { seedTalk } from "./seed-talk.ts";
import { seedWorkspace, type SeededWorkspace } from "./seed-workspace.ts";

const kinds = `
  issues issue_comments pull_requests pull_request_commits pull_request_files reviews review_comments
  review_requests timeline_events commits releases milestones deployments repository_days workflow_runs
  workflow_jobs
`
  .trim()
  .split(/\s+/);

/** Writes a history into a workspace of its own, as the importers would. */
export async function seedHistory(db: Db, history: History, labelGroups: LabelGroups): Promise<SeededWorkspace> {
  const workspace = await seedWorkspace(db, {
    botLogins: history.botLogins,
    ignoredPaths: history.ignoresLocks ? [ignoredPath] : [],
  });
  await withService(db, async (tx) => {
    await sql`
      update pulse.workspaces
      set response_sla = make_interval(secs => ${history.slaSeconds})
      where id = ${workspace.id}
    `.execute(tx);
    await sql`
      insert into pulse.label_groups (workspace_id, name, label_names)
      select ${workspace.id}, name, label_names
      from ${recordset(
        Object.entries(labelGroups).map(([name, labels]) => ({ name, label_names: labels })),
        sql`name text, label_names text[]`,
      )}
    `.execute(tx);
    await sql`
      insert into pulse.accounts (workspace_id, login, type, fetched_at)
      select ${workspace.id}, login, type, now()
      from ${recordset(history.people, sql`login text, type text`)}
    `.execute(tx);
    await seedTeams(tx, workspace.id, history);
    for (const repository of history.repositories) await seedOne(tx, workspace.id, repository);
  });
  return workspace;
}

async function seedOne(tx: Tx, workspaceId: number, repository: Repository): Promise<void> {
  const made = await sql<{ readonly id: number }>`
    insert into pulse.repositories (workspace_id, owner, name, fetched_at)
    values (${workspaceId}, ${repository.name.split("/")[0]}, ${repository.name.split("/")[1]}, to_timestamp(${repository.asOf}))
    returning id
  `.execute(tx);
  const id = made.rows[0]?.id ?? 0;
  const key = sql`${workspaceId}::bigint, ${id}::bigint`;
  await sql`
    insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
    select ${key}, kind, 'sync', to_timestamp(${repository.asOf}), to_timestamp(${repository.asOf})
    from unnest(${kinds}::text[]) as read (kind)
  `.execute(tx);
  const account = (column: string) => sql`
    (select id from pulse.accounts where workspace_id = ${workspaceId} and login = input.${sql.ref(column)})
  `;
  const seed: Seed = async (table, columns, { rows, shape, values }) => {
    if (rows.length === 0) return;
    await sql`
      insert into ${sql.id("pulse", table)} (workspace_id, repository_id, ${sql.raw(columns)})
      select ${key}, ${values}
      from ${recordset(rows, shape)}
    `.execute(tx);
  };
  await seedMilestones(seed, repository);
  await seedItems(seed, {
    repository,
    account,
    milestoneOf: sql`(select id from pulse.milestones where repository_id = ${id} and number = input.milestone)`,
  });
  const issueId = sql`(select id from pulse.issues where repository_id = ${id} and number = input.number)`;
  const pullRequestId = sql`(select id from pulse.pull_requests where repository_id = ${id} and number = input.number)`;
  const reviewId = sql`(select id from pulse.reviews where repository_id = ${id} and node_id = input.review)`;
  await seedTalk(seed, { repository, account, issueId, pullRequestId, reviewId });
  await seedChanges(seed, { repository, pullRequestId });
  await seedRest(seed, { repository, account });
  await seedRuns(seed, { repository, repositoryId: id });
  await seedDelivery(seed, { repository, repositoryId: id });
}

async function seedMilestones(seed: Seed, { milestones }: Repository): Promise<void> {
  await seed("milestones", "number, title, state, created_at, closed_at, due_at, fetched_at", {
    rows: milestones,
    shape: sql`number integer, "closedAt" float8`,
    values: sql`number, 'Step ' || number, case when "closedAt" is null then 'open' else 'closed' end, 'epoch', to_timestamp("closedAt"), null, now()`,
  });
}

type ItemsInput = { readonly repository: Repository; readonly account: Account; readonly milestoneOf: Fragment };

async function seedItems(seed: Seed, { repository, account, milestoneOf }: ItemsInput): Promise<void> {
  const shape = sql`
    number integer, author text, labels text[], milestone integer, "isDraft" boolean, state text, "mergeSha" text, "totalLines" integer,
    "createdAt" float8, "mergedAt" float8, "closedAt" float8, "updatedAt" float8, "isDeleted" boolean
  `;
  const shared = sql`
    number, 'Item ' || number, state, ${account("author")}, labels, ${milestoneOf}, to_timestamp("createdAt"),
    to_timestamp("closedAt"), to_timestamp("updatedAt"), case when "isDeleted" then now() end, now()
  `;
  const columns =
    "number, title, state, author_id, label_names, milestone_id, created_at, closed_at, updated_at, deleted_at, fetched_at";
  await seed("issues", columns, {
    rows: repository.issues.map((issue) => {
      const closedAt = closingOf(issue);
      return { ...issue, closedAt, state: closedAt === null ? "open" : "closed" };
    }),
    shape,
    values: shared,
  });
  await seed("pull_requests", `${columns}, merged_at, is_draft, additions, deletions, merge_commit_sha`, {
    rows: repository.pullRequests.map((pull) => {
      const closedAt = closingOf(pull);
      const isDraft = pull.isCreatedAsDraft !== (pull.draftTurns.length % 2 === 1);
      return {
        ...pull,
        closedAt,
        isDraft,
        mergeSha: pull.mergedAt === null ? null : mergeSha(pull.number),
        state: pull.mergedAt !== null ? "merged" : closedAt === null ? "open" : "closed",
      };
    }),
    shape,
    values: sql`${shared}, to_timestamp("mergedAt"), "isDraft", "totalLines", case when "totalLines" is not null then 0 end, "mergeSha"`,
  });
}

async function seedChanges(
  seed: Seed,
  { repository, pullRequestId }: { readonly repository: Repository; readonly pullRequestId: Fragment },
): Promise<void> {
  const { pullRequests } = repository;
  const draftKinds = ["ready_for_review", "converted_to_draft"];
  await seed("timeline_events", "pull_request_id, kind, created_at, fetched_at", {
    rows: pullRequests.flatMap(({ number, turns, draftTurns, isCreatedAsDraft, forcePushes }) => [
      ...turns.map((at, index) => ({ number, kind: index % 2 === 0 ? "closed" : "reopened", at })),
      ...draftTurns.map((at, index) => ({ number, kind: draftKinds[(index + (isCreatedAsDraft ? 0 : 1)) % 2], at })),
      ...forcePushes.map((at) => ({ number, kind: "force_pushed", at })),
    ]),
    shape: sql`number integer, kind text, at float8`,
    values: sql`${pullRequestId}, kind, to_timestamp(at), now()`,
  });
  await seed("pull_request_commits", "pull_request_id, sha, ordinal, authored_at, committed_at, fetched_at", {
    rows: pullRequests.flatMap(({ number, commits }) =>
      commits.map((commit, ordinal) => ({ ...commit, number, ordinal })),
    ),
    shape: sql`number integer, ordinal integer, "authoredAt" float8, "committedAt" float8`,
    values: sql`${pullRequestId}, lpad((number * 100 + ordinal)::text, 40, '0'), ordinal, to_timestamp("authoredAt"), to_timestamp("committedAt"), now()`,
  });
  await seed("pull_request_files", "pull_request_id, path, change, additions, deletions, fetched_at", {
    rows: pullRequests.flatMap(({ number, files }) => files.map((file) => ({ ...file, number }))),
    shape: sql`number integer, path text, lines integer`,
    values: sql`${pullRequestId}, path, 'modified', lines, 0, now()`,
  });
}

async function seedRest(
  seed: Seed,
  { repository, account }: { readonly repository: Repository; readonly account: Account },
): Promise<void> {
  await seed(
    "commits",
    "sha, parent_shas, author_id, author_name, author_email, authored_at, committed_at, headline, is_on_default_branch, fetched_at",
    {
      rows: repository.commits.map((commit, index) => ({ ...commit, index })),
      shape: sql`index integer, account text, email text, "authoredAt" float8, "isOnDefaultBranch" boolean, "isMerge" boolean`,
      values: sql`lpad(index::text, 40, '0'), case when "isMerge" then array[repeat('d', 40), repeat('e', 40)] else array[repeat('d', 40)] end, ${account("account")}, 'Somebody', email, to_timestamp("authoredAt"), to_timestamp("authoredAt"), '', "isOnDefaultBranch", now()`,
    },
  );
  await seed("releases", "tag_name, is_draft, is_prerelease, created_at, published_at, fetched_at", {
    rows: repository.releases.map((release, index) => ({ ...release, tag: `v${index}` })),
    shape: sql`tag text, "publishedAt" float8, "isDraft" boolean, "isPrerelease" boolean`,
    values: sql`tag, "isDraft", "isPrerelease", 'epoch', to_timestamp("publishedAt"), now()`,
  });
  await seed("repository_days", "day_on, stars, forks, watchers, fetched_at", {
    rows: repository.syncs,
    shape: sql`at float8, stars integer`,
    values: sql`to_timestamp(at)::date, stars, stars, stars, to_timestamp(at)`,
  });
}

async function seedTeams(tx: Tx, workspaceId: number, { teams }: History): Promise<void> {
  for (const { slug, members } of teams) {
    await sql`
      with team as (
        insert into pulse.teams (workspace_id, slug, name, fetched_at)
        values (${workspaceId}, ${slug}, ${slug}, now())
        returning id
      )
      insert into pulse.team_members (workspace_id, team_id, account_id, member_from, member_to, fetched_at)
      select ${workspaceId}, team.id, account.id, to_timestamp("from"), to_timestamp("to"), now()
      from team
      cross join ${recordset(members, sql`login text, "from" float8, "to" float8`)}
      join pulse.accounts as account on account.workspace_id = ${workspaceId} and account.login = input.login
    `.execute(tx);
  }
}
