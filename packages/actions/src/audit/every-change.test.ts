// Every action that changes something is done once for real and once by somebody who may not, and the log of changes is read. A new action is
// asked for here because it is exported.
import { randomBytes, randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, readKeyRing, withService } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import * as everything from "../index.ts";
import { createIdentity, ensureLocalOwner, type ActionContext, type Identity, type Scope } from "../index.ts";

type AnyAction = {
  readonly name: string;
  readonly scope: Scope;
  readonly changes?: boolean;
  readonly run: (ctx: ActionContext, input: unknown) => Promise<unknown>;
};

const isAction = (value: unknown): value is AnyAction =>
  typeof value === "object" && value !== null && "run" in value && "scope" in value && "input" in value;

const exported: readonly unknown[] = [...Object.values(everything), ...everything.tools.map(({ action }) => action)];
const changing = new Map(
  exported
    .filter(isAction)
    .filter(({ scope, changes }) => changes ?? scope !== "read")
    .map((action) => [action.name, action]),
);

/** What a line says besides: what was there before, what is there after, or both. */
type Told = "before" | "after" | "both";
type Step = {
  readonly name: string;
  readonly told: Told;
  readonly input?: (answers: Answers) => Record<string, unknown>;
  readonly by?: string;
};
type Answers = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const leaver = randomUUID();
const worker = randomUUID();
const repository = "acme/site";
const named = { name: "main" };
const group = { name: "bugs", labels: ["bug"] };
const rule = { repositories: [repository], source: "environment" };
const posted = { externalId: "d1", repositories: [{ repository, sha: "a".repeat(40) }] };
const broken = { externalId: "i1", repository, title: "Down" };
const hookAt = { target: repository, url: "https://pulse.example.com" };
const question = { what: "items" };

/** In the order in which a workspace could see them: each finds what those before it made. */
const steps: readonly Step[] = [
  { name: "update_workspace", told: "both", input: () => ({ name: "Renamed" }) },
  { name: "create_workspace", told: "after", input: () => ({ slug: "another", name: "Another" }) },
  { name: "switch_free_sql", told: "both", input: () => ({ isOn: true }) },
  { name: "analytics_query", told: "after", input: () => ({ sql: "select 1 as one", limit: 1 }) },
  { name: "switch_free_sql", told: "both", input: () => ({ isOn: false }) },
  { name: "save_retention", told: "both", input: () => ({ eventDays: 3 }) },
  { name: "save_label_group", told: "after", input: () => group },
  { name: "save_label_group", told: "both", input: () => ({ ...group, labels: ["bug", "defect"] }) },
  { name: "remove_label_group", told: "before", input: () => ({ name: group.name }) },
  { name: "invite_member", told: "after", input: () => ({ login: "grace" }) },
  { name: "revoke_invitation", told: "before", input: (answers) => ({ id: answers.invite_member?.id }) },
  { name: "change_role", told: "both", input: () => ({ userId: worker, role: "viewer" }) },
  { name: "sign_out_members", told: "both", input: () => ({ userId: worker }) },
  { name: "remove_member", told: "before", input: () => ({ userId: worker }) },
  { name: "leave_workspace", told: "before", by: leaver },
  { name: "create_api_key", told: "after", input: () => ({ name: "ci" }) },
  { name: "revoke_api_key", told: "before", input: (answers) => ({ id: answers.create_api_key?.id }) },
  { name: "save_connection", told: "after", input: () => ({ ...named, token: "ghp_marker" }) },
  { name: "save_connection", told: "both", input: () => ({ ...named, token: "ghp_marker2" }) },
  { name: "check_connection", told: "both", input: () => named },
  { name: "connect_repository", told: "after", input: () => ({ repository }) },
  { name: "connect_repository", told: "both", input: () => ({ repository, depth: "all" }) },
  { name: "request_sync", told: "after", input: () => ({ repository }) },
  { name: "save_delivery_rule", told: "after", input: () => rule },
  { name: "save_delivery_rule", told: "both", input: () => ({ ...rule, source: "tag" }) },
  { name: "record_deployment", told: "after", input: () => posted },
  { name: "record_incident", told: "after", input: () => broken },
  { name: "update_incident", told: "both", input: (answers) => ({ id: answers.record_incident?.id, title: "Up" }) },
  {
    name: "link_incident",
    told: "both",
    input: (answers) => ({ id: answers.record_incident?.id, deploymentId: null }),
  },
  { name: "create_webhook", told: "after", input: () => hookAt },
  { name: "rotate_webhook_secret", told: "after", input: () => ({ connection: named.name }) },
  { name: "recover_webhooks", told: "after" },
  { name: "remove_webhook", told: "before", input: () => ({ target: repository }) },
  { name: "replay_delivery", told: "both", input: () => ({ delivery: "replayed" }) },
  { name: "request_export", told: "after", input: () => ({ question, format: "csv" }) },
  { name: "request_workspace_export", told: "after" },
  { name: "remove_export", told: "before", input: (answers) => ({ id: answers.request_export?.id }) },
  { name: "reseal_connections", told: "after" },
  { name: "erase_person", told: "after", input: () => ({ person: "mallory", confirm: "mallory" }) },
  { name: "disconnect_repository", told: "both", input: () => ({ repository, keepsFacts: true }) },
  { name: "disconnect_repository", told: "before", input: () => ({ repository, keepsFacts: false }) },
  { name: "remove_connection", told: "before", input: () => named },
];

/** Needs a file, a platform or a hook at GitHub to come to an end, and is done where those are; here it is asked for in vain. */
const unended = [
  "apply_deploy",
  "cancel_deploy",
  "request_rollback",
  "settle_rollback",
  "start_rollback",
  "github_add_issue_comment",
  "github_assign_issue",
  "github_create_issue",
  "github_dispatch_workflow",
  "github_label_issue",
  "github_request_review",
  "github_rerun_workflow",
  "import_actions",
  "import_archive",
  "import_git",
  "import_workspace",
  "redeliver_delivery",
];
/** Takes its log along, or tells without changing anything. */
const lineless = ["delete_workspace", "export_workspace"];

type Line = {
  readonly action: string;
  readonly userId: string;
  readonly source: string;
  readonly address: string;
  readonly requestId: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly state: string;
};

let database: TestDatabase;
let identity: Identity;
let workspaceId: number;
type Done = {
  readonly step: Step;
  readonly lines: readonly Line[];
  readonly answer: Answers[string] | undefined;
  readonly failure: unknown;
};
const done: Done[] = [];
const logger = createLogger({ name: "test", level: "silent" });

beforeAll(async () => {
  database = await createTestDatabase();
  workspaceId = await ensureDefaultWorkspace(database.db);
  await ensureLocalOwner({ db: database.db });
  const ctx = { db: database.db, databaseUrl: database.url, clock: systemClock, logger, fetch };
  const secret = "a secret of forty characters for the test";
  const settings = { publicUrl: "http://127.0.0.1:3000", secret, github: null, allowedLogins: [], allowedOrgs: [] };
  identity = createIdentity(ctx, settings);
  await withService(database.db, async (tx) => {
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${workspaceId}, ${leaver}, 'member'), (${workspaceId}, ${worker}, 'member')
    `.execute(tx);
    await sql`
      insert into pulse.accounts (workspace_id, login, fetched_at)
      values (${workspaceId}, 'mallory', now())
    `.execute(tx);
    await sql`
      insert into pulse.webhook_deliveries (workspace_id, delivery_id, event, body, state)
      values (${workspaceId}, 'replayed', 'push', '{}', 'failed')
    `.execute(tx);
  });
  const answers: Record<string, Readonly<Record<string, unknown>>> = {};
  for (const step of steps) {
    const since = await lastLine();
    let failure: unknown = null;
    try {
      const told = await changing.get(step.name)?.run(contextOf(step.by), step.input?.(answers) ?? {});
      answers[step.name] = { ...(told as object) };
    } catch (error) {
      failure = error;
    }
    done.push({ step, failure, answer: answers[step.name], lines: await linesAfter(since) });
  }
}, 120_000);

afterAll(async () => {
  await identity.close();
  await database.drop();
});

const keys = readKeyRing(randomBytes(32).toString("base64"));
const origin = { source: "web", address: "192.0.2.7", requestId: "request-1" } as const;

function contextOf(userId: string = localOwnerId): ActionContext {
  return {
    db: database.db,
    clock: systemClock,
    logger,
    keyMaker: identity,
    actor: { userId, workspaceId },
    origin,
    freeSqlUrl: database.url,
    toolRules: { key: randomBytes(32), writableOwners: [] },
    github: { apiUrl: "https://api.github.test", keys, token: null, fetch: answer },
  };
}

const hook = { id: 5, active: true, events: ["push"], config: { url: "https://pulse.example.com/x" } };
const site = { id: 7, name: "site", owner: { login: "acme", type: "User" }, private: false, visibility: "public" };
const wire: Readonly<Record<string, unknown>> = {
  "GET /rate_limit": { resources: { core: { limit: 5000, remaining: 4000, reset: 1_777_631_400 } } },
  "GET /user": { login: "octo" },
  "GET /repos/acme/site": { ...site, archived: false },
  "GET /repos/acme/site/issues": [],
  "GET /repos/acme/site/pulls": [],
  "GET /repos/acme/site/commits": [],
  "GET /repos/acme/site/actions/runs": {},
  "GET /repos/acme/site/deployments": [],
  "GET /repos/acme/site/hooks": [],
  "POST /repos/acme/site/hooks": hook,
  "PATCH /repos/acme/site/hooks/5": hook,
  "GET /repos/acme/site/hooks/5/deliveries": [],
  "DELETE /repos/acme/site/hooks/5": {},
};

/** At the wire: what GitHub answers to a token that may everything. */
function answer(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  const json = wire[`${init?.method ?? "GET"} ${pathname}`];
  const headers = { "x-oauth-scopes": "repo" };
  return Promise.resolve(
    Response.json(json ?? { message: "Not Found" }, { status: json === undefined ? 404 : 200, headers }),
  );
}

async function lastLine(): Promise<number> {
  const [row] = await queryAs<{ id: number }>(
    database.superUrl,
    "select coalesce(max(id), 0)::int as id from pulse.audit_log",
  );
  return row?.id ?? 0;
}

async function linesAfter(id: number): Promise<readonly Line[]> {
  return await queryAs<Line>(
    database.superUrl,
    `select action, user_id as "userId", source, host(address) as address, request_id as "requestId", before, after, state
     from pulse.audit_log where id > ${id} order by id`,
  );
}

test("every action that changes something is asked for here", () => {
  const asked = new Set([...steps.map(({ name }) => name), ...unended, ...lineless]);

  expect([...changing.keys()].filter((name) => !asked.has(name))).toEqual([]);
});

test.each(steps.map((step, index) => [step.name, step.told, index] as const))(
  "%s leaves a line with who, from where, and %s",
  (name, told, index) => {
    const { step, lines, failure } = done[index] ?? {};

    expect(failure).toBeNull();
    const [line] = lines ?? [];
    expect(lines).toHaveLength(1);
    expect(line).toMatchObject({ action: name, userId: step?.by ?? localOwnerId, ...origin, state: "done" });
    expect({ before: line?.before !== null, after: line?.after !== null }).toEqual({
      before: told !== "after",
      after: told !== "before",
    });
  },
);

test.each([...changing.values()].map((action) => [action.name, action] as const))(
  "%s leaves a line when somebody asks for it who may not",
  async (_, action) => {
    const viewer = randomUUID();
    await withService(database.db, (tx) =>
      sql`
        insert into pulse.memberships (workspace_id, user_id, role)
        values (${workspaceId}, ${viewer}, 'viewer')
      `.execute(tx),
    );
    const since = await lastLine();

    // A key that may nothing: no action is for it, not even those that viewers may.
    const ctx = contextOf(viewer);
    const refused = await action
      .run({ ...ctx, actor: { ...ctx.actor, scopes: [] } }, {})
      .catch((error: unknown) => error);

    expect(isAppError(refused) && refused.code).toBe("forbidden");
    expect(await linesAfter(since)).toMatchObject([
      { action: action.name, userId: viewer, ...origin, state: "refused" },
    ]);
  },
);

test("no line holds a secret that was given or made", async () => {
  const rows = await queryAs(database.superUrl, "select * from pulse.audit_log");
  const made = done.find(({ step }) => step.name === "create_api_key")?.answer?.key;

  const text = JSON.stringify(rows);
  expect(made).toMatch(/^phk_/);
  expect(["ghp_marker", String(made)].filter((secret) => text.includes(secret))).toEqual([]);
});
