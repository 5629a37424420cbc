import { withService, type Db, type Tx } from "@pulse/db";
import { sql } from "kysely";

import type { SeededRepository } from "./seed-workspace.ts";

type Review = {
  /** Null is a deleted account. */
  readonly by: string | null;
  readonly at: string;
  readonly state?: "approved" | "changes_requested" | "commented" | "dismissed";
};

export type PullRequestInput = {
  readonly number?: number;
  readonly author?: string | null;
  readonly labels?: readonly string[];
  readonly createdAt: string;
  readonly mergedAt?: string;
  readonly closedAt?: string;
  readonly updatedAt?: string;
  readonly deletedAt?: string;
  readonly isDraft?: boolean;
  readonly events?: readonly (readonly [
    kind: "ready_for_review" | "converted_to_draft" | "force_pushed" | "reopened",
    at: string,
  ])[];
  readonly commits?: readonly { readonly authoredAt: string; readonly committedAt?: string }[];
  readonly reviews?: readonly Review[];
  readonly comments?: readonly { readonly by: string | null; readonly at: string }[];
  readonly files?: readonly { readonly path: string; readonly additions: number; readonly deletions: number }[];
  readonly totals?: { readonly additions: number; readonly deletions: number };
  readonly deployedAt?: string;
  readonly isProduction?: boolean;
};

let numbers = 0;

/** One pull request by `ada`, with whatever is told of it. Logins become accounts of the workspace. Gives its number. */
export async function seedPullRequest(db: Db, repository: SeededRepository, input: PullRequestInput): Promise<number> {
  numbers += 1;
  const number = input.number ?? numbers;
  const author = input.author === undefined ? "ada" : input.author;
  await withService(db, async (tx) => {
    const logins = [
      author,
      ...(input.reviews ?? []).map(({ by }) => by),
      ...(input.comments ?? []).map(({ by }) => by),
    ];
    for (const login of new Set(logins)) if (login !== null) await seedAccount(tx, repository.workspaceId, login);
    const made = await sql<{ readonly id: number }>`
      insert into pulse.pull_requests (
        workspace_id, repository_id, number, title, state, is_draft, author_id, label_names,
        merge_commit_sha, additions, deletions, created_at, merged_at, closed_at, deleted_at, updated_at, fetched_at
      )
      values (
        ${repository.workspaceId}, ${repository.id}, ${number}, ${`Change ${number}`},
        ${input.mergedAt !== undefined ? "merged" : input.closedAt !== undefined ? "closed" : "open"},
        ${input.isDraft ?? false}, ${accountId(repository, author)}, ${input.labels ?? []}::text[],
        ${input.deployedAt === undefined ? null : shaOf(repository, number)},
        ${input.totals?.additions ?? null}, ${input.totals?.deletions ?? null},
        ${input.createdAt}, ${input.mergedAt ?? null}, ${input.closedAt ?? input.mergedAt ?? null}, ${input.deletedAt ?? null},
        ${input.updatedAt ?? input.createdAt}, now()
      )
      returning id
    `.execute(tx);
    await seedFacts(tx, { repository, id: made.rows[0]?.id ?? 0, number, input });
  });
  return number;
}

/** An account that GitHub calls a bot. */
export async function seedBot(db: Db, workspaceId: number, login: string): Promise<void> {
  await withService(db, async (tx) => {
    await seedAccount(tx, workspaceId, login);
    await sql`
      update pulse.accounts
      set type = 'Bot'
      where workspace_id = ${workspaceId}
        and login = ${login}
    `.execute(tx);
  });
}

async function seedAccount(tx: Tx, workspaceId: number, login: string): Promise<void> {
  await sql`
    insert into pulse.accounts (workspace_id, login, fetched_at)
    values (${workspaceId}, ${login}, now())
    on conflict (workspace_id, lower(login)) do nothing
  `.execute(tx);
}

function accountId(repository: SeededRepository, login: string | null) {
  return sql`(select id from pulse.accounts where workspace_id = ${repository.workspaceId} and login = ${login})`;
}

type FactsInput = {
  readonly repository: SeededRepository;
  readonly id: number;
  readonly number: number;
  readonly input: PullRequestInput;
};

async function seedFacts(tx: Tx, { repository, id, number, input }: FactsInput): Promise<void> {
  const key = sql`${repository.workspaceId}::bigint, ${repository.id}::bigint, ${id}::bigint`;
  for (const [kind, at] of input.events ?? []) {
    await sql`
      insert into pulse.timeline_events (workspace_id, repository_id, pull_request_id, kind, created_at, fetched_at)
      values (${key}, ${kind}, ${at}, now())
    `.execute(tx);
  }
  for (const [index, commit] of (input.commits ?? []).entries()) {
    const sha = `${String(id).padStart(20, "0")}${String(index).padStart(20, "0")}`;
    await sql`
      insert into pulse.pull_request_commits (workspace_id, repository_id, pull_request_id, sha, ordinal, authored_at, committed_at, fetched_at)
      values (${key}, ${sha}, ${index}, ${commit.authoredAt}, ${commit.committedAt ?? commit.authoredAt}, now())
    `.execute(tx);
  }
  for (const file of input.files ?? []) {
    await sql`
      insert into pulse.pull_request_files (workspace_id, repository_id, pull_request_id, path, change, additions, deletions, fetched_at)
      values (${key}, ${file.path}, 'modified', ${file.additions}, ${file.deletions}, now())
    `.execute(tx);
  }
  for (const review of input.reviews ?? []) {
    await sql`
      insert into pulse.reviews (workspace_id, repository_id, pull_request_id, author_id, state, submitted_at, updated_at, fetched_at)
      values (${key}, ${accountId(repository, review.by)}, ${review.state ?? "commented"}, ${review.at}, ${review.at}, now())
    `.execute(tx);
  }
  await seedActors(tx, { repository, id, number, input });
  if (input.deployedAt !== undefined) await seedDeployment(tx, { repository, id, number, input });
}

/** What the importers keep: one row per person, with the first act, the first approval and the comments. */
async function seedActors(tx: Tx, { repository, id, input }: FactsInput): Promise<void> {
  const acts = [
    ...(input.reviews ?? []).map(({ by, at, state }) => ({
      by,
      at,
      isApproval: state === "approved",
      isComment: false,
    })),
    ...(input.comments ?? []).map(({ by, at }) => ({ by, at, isApproval: false, isComment: true })),
  ];
  for (const [by, own] of Map.groupBy(acts, (act) => act.by)) {
    await sql`
      insert into pulse.pull_request_actors (
        workspace_id, repository_id, pull_request_id, account_id, first_act_at, first_approval_at, reviews, comments
      )
      values (
        ${repository.workspaceId}, ${repository.id}, ${id}, ${accountId(repository, by)},
        ${own.map(({ at }) => at).toSorted()[0]},
        ${own.flatMap(({ at, isApproval }) => (isApproval ? [at] : [])).toSorted()[0] ?? null},
        ${own.filter(({ isComment }) => !isComment).length},
        ${own.filter(({ isComment }) => isComment).length}
      )
    `.execute(tx);
  }
}

/** A deployment of the very commit with which it was merged. */
async function seedDeployment(tx: Tx, { repository, id, number, input }: FactsInput): Promise<void> {
  await sql`
    insert into pulse.deployments (
      workspace_id, repository_id, source, external_id, environment, is_production, sha, state, created_at, finished_at, fetched_at
    )
    values (
      ${repository.workspaceId}, ${repository.id}, 'github', ${String(id)}, 'somewhere', ${input.isProduction ?? true},
      ${shaOf(repository, number)}, 'success', ${input.deployedAt}, ${input.deployedAt}, now()
    )
  `.execute(tx);
}

function shaOf({ id }: SeededRepository, number: number): string {
  return `${String(id).padStart(20, "0")}${String(number).padStart(20, "0")}`;
}
