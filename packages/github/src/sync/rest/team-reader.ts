import { withService } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import type { RestAnswer } from "../../client/github-client.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { addCounts, noCounts } from "../../save/save-scope.ts";
import { saveTeamMembers } from "../../save/save-team-members.ts";
import { saveTeams } from "../../save/save-teams.ts";
import type { KindReader, Page, ReaderContext } from "../kind-reader.ts";
import { parseAnswer, parseRows } from "./parse-rows.ts";
import { toAccounts, user, type RestUser } from "./rest-fields.ts";
import { teamShape, toTeamRow } from "./team-shape.ts";

const kind = "teams";
const perPage = 100;
// The list of teams does not tell who joined one: members are asked again when it changed, and once a day.
const membersKeptMs = 86_400_000;

type Team = z.output<typeof teamShape>;
type Read = { readonly rows: readonly unknown[]; readonly answers: readonly RestAnswer[] };

/**
 * The organisation's teams and who is in them now. Nothing is asked where the owner is a person; a connection without the right throws
 * `forbidden`, with what it lacks.
 */
export const teamReader: KindReader = {
  kind,
  covers: [kind],
  phases: ["incremental"],
  pageSize: { first: perPage, most: perPage },
  readPage: async (ctx) => {
    if (!ctx.probe.isOrganisation) return nothing;
    const { owner } = ctx.repository;
    if (ctx.client.connection.kind === "anonymous") {
      throw new AppError(
        "forbidden",
        `The teams of ${owner} are shown only to its members: connect with a token that has read:org`,
      );
    }
    const lastSeen = await findOldestReading(ctx);
    const isDue = lastSeen === null || ctx.clock.now().getTime() - lastSeen.getTime() >= membersKeptMs;
    const list = await readList(ctx, `/orgs/${owner}/teams`, !isDue);
    if (list === null) return nothing;
    const repository = ctx.repository.fullName;
    const teams = parseRows(ctx, { repository, kind, schema: teamShape, rows: list.rows });
    const members = new Map<number, readonly RestUser[]>();
    for (const team of teams) members.set(team.id, await readMembers(ctx, team));
    return toPage(ctx, { teams, members, list });
  },
};

const nothing: Page = { save: () => Promise.resolve({}), next: null, isDone: true, rows: 0, total: null };

async function readMembers(ctx: ReaderContext, team: Team): Promise<readonly RestUser[]> {
  const read = await readList(ctx, `/orgs/${ctx.repository.owner}/teams/${team.slug}/members`, false);
  return parseRows(ctx, {
    repository: ctx.repository.fullName,
    kind: "team_members",
    schema: user,
    rows: read?.rows ?? [],
  });
}

/** Null: it is as it was. */
async function readList(ctx: ReaderContext, path: string, isConditional: boolean): Promise<Read | null> {
  const rows: unknown[] = [];
  const answers: RestAnswer[] = [];
  let address: string | null = `${path}?per_page=${perPage}`;
  while (address !== null) {
    const answer: Awaited<ReturnType<typeof ctx.client.get>> = await ctx.client.get(address, {
      isConditional: isConditional && answers.length === 0,
      signal: ctx.signal,
    });
    if (answer.isNotModified) return null;
    rows.push(...parseAnswer({ repository: ctx.repository.fullName, kind, schema: z.array(z.unknown()) }, answer.data));
    answers.push(answer);
    address = answer.next;
  }
  return { rows, answers };
}

function toPage(
  ctx: ReaderContext,
  input: {
    readonly teams: readonly Team[];
    readonly members: ReadonlyMap<number, readonly RestUser[]>;
    readonly list: Read;
  },
): Page {
  const { teams, members, list } = input;
  const { owner } = ctx.repository;
  return {
    save: async (tx, scope) => {
      for (const answer of list.answers) await answer.saveEtag(tx);
      const accountIds = await saveAccounts(tx, scope, toAccounts([...members.values()].flat()));
      const { idByGithubId, counts } = await saveTeams(tx, scope, {
        rows: teams.map((team) => toTeamRow(owner, team)),
        completeOrganisation: owner,
      });
      let changes = { ...noCounts };
      for (const [githubId, people] of members) {
        const teamId = idByGithubId.get(githubId);
        if (teamId === undefined) continue;
        const seen = people.flatMap((person) => accountIds(person?.login ?? null) ?? []);
        changes = addCounts(changes, await saveTeamMembers(tx, scope, { teamId, accountIds: seen }));
      }
      // Who came or went is a change of the team.
      return { [kind]: { ...counts, changed: counts.changed + changes.added + changes.removed } };
    },
    next: null,
    isDone: true,
    rows: teams.length,
    total: teams.length,
  };
}

/** When the organisation's team that was looked at longest ago was; null when none is stored. */
async function findOldestReading(ctx: ReaderContext): Promise<Date | null> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ oldest: Date | null }>`
      select min(fetched_at) as oldest
      from pulse.teams
      where workspace_id = ${ctx.repository.workspaceId}
        and split_part(slug, '/', 1) = ${ctx.repository.owner}
        and deleted_at is null
    `.execute(tx),
  );
  return found.rows[0]?.oldest ?? null;
}
