import { withService } from "@pulse/db";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  listSettled,
  openWebhookWorkspace,
  processAll,
  receive,
  track,
  type Sent,
  type WebhookWorkspace,
} from "../../test/webhook-workspace.ts";
import { saveAccounts } from "../save/save-accounts.ts";
import { saveTeamMembers } from "../save/save-team-members.ts";
import { saveTeams } from "../save/save-teams.ts";

let workspace: WebhookWorkspace;
const read = "2024-02-01T00:00:00Z";

beforeAll(async () => {
  workspace = await openWebhookWorkspace();
  await track(workspace, { githubId: 42, fullName: "acme/site" });
  await readTeam(read, ["ann", "bob"]);
});

afterAll(async () => {
  await workspace.database.drop();
});

const membership = (action: "added" | "removed", login: string, teamId = 9): Sent => ({
  event: "membership",
  payload: {
    action,
    scope: "team",
    member: { login, id: login.length * 100 + login.charCodeAt(0), type: "User" },
    team: { id: teamId, name: "Core", slug: "core" },
    organization: { login: "acme" },
  },
});

async function readTeam(fetchedAt: string, logins: readonly string[]): Promise<void> {
  const scope = { workspaceId: workspace.workspaceId, fetchedAt };
  await withService(workspace.database.db, async (tx) => {
    const accountIds = await saveAccounts(
      tx,
      scope,
      logins.map((login) => ({ login })),
    );
    const row = { githubId: 9, nodeId: null, slug: "acme/core", name: "Core", parentGithubId: null };
    const { idByGithubId } = await saveTeams(tx, scope, { rows: [row], completeOrganisation: null });
    await saveTeamMembers(tx, scope, {
      teamId: idByGithubId.get(9) ?? 0,
      accountIds: logins.flatMap((login) => accountIds(login) ?? []),
    });
  });
}

type Period = { readonly login: string; readonly from: string | null; readonly to: string | null };

/** The instants are named by what gave them. */
async function listPeriods(): Promise<readonly Period[]> {
  const found = await withService(workspace.database.db, (tx) =>
    sql<Period>`
      with told as (select received_at from pulse.webhook_deliveries)
      select
        account.login,
        case when member_from = ${read} then 'read' when member_from in (select received_at from told) then 'told' end as "from",
        case when member_to in (select received_at from told) then 'told' end as "to"
      from pulse.team_members
      join pulse.accounts as account on account.id = account_id
      order by login, member_from
    `.execute(tx),
  );
  return found.rows;
}

test("coming and going is dated by the delivery that told it, once; a reading from before changes nothing afterwards", async () => {
  await receive(workspace, [membership("added", "cyd")]);
  await processAll(workspace);
  await receive(workspace, [membership("removed", "bob"), membership("added", "cyd")]);
  await processAll(workspace);
  await readTeam("2024-03-01T00:00:00Z", ["ann", "bob"]);

  expect(await listPeriods()).toEqual([
    { login: "ann", from: "read", to: null },
    { login: "bob", from: "read", to: "told" },
    { login: "cyd", from: "told", to: null },
  ]);
});

test("a team that nobody has read is left to its first reading", async () => {
  await receive(workspace, [membership("added", "dot", 77)]);
  await processAll(workspace);

  expect(await listPeriods()).toHaveLength(3);
  expect((await listSettled(workspace)).at(-1)).toMatchObject({ outcome: "teams of acme are to be read" });
});
