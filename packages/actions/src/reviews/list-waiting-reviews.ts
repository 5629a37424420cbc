import { withWorkspace, type Tx } from "@pulse/db";
import { shownRepository } from "@pulse/metrics";
import { sql } from "kysely";
import { z } from "zod";

import { defineAction } from "../action.ts";

/** Somebody was asked for a review by name, or a team was, and has not given it. */
export type WaitingReview = {
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  /** Null is a deleted account. */
  readonly author: string | null;
  /** One of both is told: a person, or a team as owner/team. */
  readonly reviewer: string | null;
  readonly team: string | null;
  readonly askedAt: Date;
};

type AskedPerson = {
  readonly reviewer: string | null;
  readonly team: string | null;
  readonly waiting: number;
  readonly oldestAt: Date;
};

const input = z.object({
  repositories: z
    .array(z.string().max(200))
    .max(1000)
    .default([])
    .describe("owner/name; empty means all of the workspace"),
  people: z.array(z.string().max(100)).max(200).default([]).describe("logins: only what they were asked for"),
  teams: z
    .array(z.string().max(200))
    .max(100)
    .default([])
    .describe("teams as owner/team: they, and whoever belongs to one now"),
  limit: z.number().int().min(1).max(1000).default(50),
});

/** Reviews that were asked for and not given, as it is now: the longest wait first, and for each person how many. */
export const listWaitingReviews = defineAction({
  name: "list_waiting_reviews",
  summary: "List reviews of open pull requests that were asked for and not given, and how many wait for whom",
  scope: "read",
  input,
  run: async (ctx, { limit, ...asked }) => {
    const workspaceId = ctx.actor.workspaceId;
    return await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const requests = await readRequests(tx, { workspaceId, limit, ...asked });
      const people = await readPeople(tx, { workspaceId, ...asked });
      return { total: people.reduce((sum, { waiting }) => sum + waiting, 0), people, requests };
    });
  },
});

type Asked = Omit<z.output<typeof input>, "limit"> & { readonly workspaceId: number };

/** In the order of asking. */
async function readRequests(
  tx: Tx,
  { limit, ...asked }: Asked & { readonly limit: number },
): Promise<readonly WaitingReview[]> {
  const found = await sql<WaitingReview>`
    with waiting as (${waitingRequests(asked)})
    select repository, number, title, author, reviewer, team, asked_at
    from waiting
    order by asked_at, lower(repository), number, lower(coalesce(reviewer, team))
    limit ${limit}
  `.execute(tx);
  return found.rows;
}

/** By name: it is no ranking. */
async function readPeople(tx: Tx, asked: Asked): Promise<readonly AskedPerson[]> {
  const found = await sql<AskedPerson>`
    with waiting as (${waitingRequests(asked)})
    select reviewer, team, count(*)::integer as waiting, min(asked_at) as oldest_at
    from waiting
    group by reviewer, team
    order by lower(reviewer) nulls last, lower(team)
  `.execute(tx);
  return found.rows;
}

/**
 * A request that nobody took back, of a pull request that is open and ready. It is answered by a review of whoever was asked; one to a team, by
 * a review of anybody else than the author, for GitHub does not say for whom somebody answers.
 */
function waitingRequests({ workspaceId, repositories, people, teams }: Asked) {
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());
  return sql`
    select
      repository.full_name as repository,
      pull_request.number,
      pull_request.title,
      author.login as author,
      reviewer.login as reviewer,
      request.team_slug as team,
      min(request.requested_at) as asked_at
    from pulse.pull_requests as pull_request
    join pulse.repositories as repository
      on repository.id = pull_request.repository_id
    join pulse.review_requests as request
      on request.repository_id = pull_request.repository_id
      and request.pull_request_id = pull_request.id
    left join pulse.accounts as author
      on author.workspace_id = pull_request.workspace_id
      and author.id = pull_request.author_id
    left join pulse.accounts as reviewer
      on reviewer.workspace_id = request.workspace_id
      and reviewer.id = request.account_id
    where repository.workspace_id = ${workspaceId}
      and ${shownRepository}
      and pull_request.state = 'open'
      and not pull_request.is_draft
      and pull_request.deleted_at is null
      and request.removed_at is null
      and coalesce(reviewer.login, request.team_slug) is not null
      and (request.account_id is null or request.account_id not in (select bot.id from metrics.bots as bot))
      and (pull_request.author_id is null or pull_request.author_id not in (select bot.id from metrics.bots as bot))
      and not exists (
        select
        from pulse.reviews as review
        where review.repository_id = pull_request.repository_id
          and review.pull_request_id = pull_request.id
          and review.state <> 'pending'
          and review.submitted_at >= request.requested_at
          and case
            when request.account_id is null then review.author_id is distinct from pull_request.author_id
            else review.author_id = request.account_id
          end
      )
      and (${lower(repositories)}::text[] = '{}' or lower(repository.full_name) = any (${lower(repositories)}::text[]))
      and (
        (${lower(people)}::text[] = '{}' and ${lower(teams)}::text[] = '{}')
        or lower(reviewer.login) = any (${lower(people)}::text[])
        or lower(request.team_slug) = any (${lower(teams)}::text[])
        or exists (
          select
          from pulse.team_members as member
          join pulse.teams as team
            on team.workspace_id = member.workspace_id
            and team.id = member.team_id
          where member.workspace_id = pull_request.workspace_id
            and member.account_id = request.account_id
            and member.member_to is null
            and team.deleted_at is null
            and lower(team.slug) = any (${lower(teams)}::text[])
        )
      )
    group by repository.full_name, pull_request.number, pull_request.title, author.login, reviewer.login, request.team_slug
  `;
}
