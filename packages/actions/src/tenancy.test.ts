// Every action there is, walked as everybody there could be. A new action is walked because it is exported.
import { randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, localOwnerId, withService, type Role } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import * as everything from "./index.ts";
import type { ActionContext, Scope } from "./index.ts";

type AnyAction = {
  readonly name: string;
  readonly scope: Scope;
  readonly run: (ctx: ActionContext, input: unknown) => Promise<unknown>;
};

const isAction = (value: unknown): value is AnyAction =>
  typeof value === "object" && value !== null && "run" in value && "scope" in value && "input" in value;

const exported: readonly unknown[] = [...Object.values(everything), ...everything.tools.map(({ action }) => action)];
const actions = exported.filter(isAction);

const allowed: Readonly<Record<Scope, readonly Role[]>> = {
  read: ["owner", "admin", "member", "viewer"],
  write: ["owner", "admin", "member"],
  admin: ["owner", "admin"],
  sql: ["owner", "admin", "member"],
};

let database: TestDatabase;
let here: number;
let elsewhere: number;
const people = new Map<Role, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  here = await ensureDefaultWorkspace(database.db);
  await withService(database.db, async (tx) => {
    const made = await sql<{ id: number }>`
      insert into pulse.workspaces (slug, name)
      values ('elsewhere', 'Elsewhere')
      returning id
    `.execute(tx);
    elsewhere = made.rows[0]?.id ?? 0;
    for (const role of ["owner", "admin", "member", "viewer"] as const) {
      const userId = randomUUID();
      people.set(role, userId);
      await sql`
        insert into pulse.memberships (workspace_id, user_id, role)
        values (${here}, ${userId}, ${role})
      `.execute(tx);
    }
  });
});

afterAll(async () => {
  await database.drop();
});

function contextOf(actor: ActionContext["actor"]): ActionContext {
  const logger = createLogger({ name: "test", level: "silent" });
  return { db: database.db, clock: systemClock, logger, actor, signal: AbortSignal.timeout(20_000) };
}

/** No input fits, so nothing happens even where the way is open: what is told then is not `forbidden`. */
const nonsense = { "there is no such field": true } as unknown;

async function isLetIn(action: AnyAction, actor: ActionContext["actor"]): Promise<boolean> {
  try {
    await action.run(contextOf(actor), nonsense);
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.code !== "forbidden" || !/needs the role|needs an API key/.test(error.message);
  }
}

test("there are actions to walk", () => {
  expect(actions.length).toBeGreaterThan(20);
});

// What needs no input would be done by whoever may; leaving is tested where members are.
const walked = actions.filter((action) => action.name !== "leave_workspace");

test.each(walked.map((action) => [action.name, action] as const))(
  "%s lets strangers and members of other workspaces nowhere",
  async (_, action) => {
    const strangers = [
      { userId: randomUUID(), workspaceId: here },
      { userId: localOwnerId, workspaceId: elsewhere },
      { userId: people.get("owner") ?? "", workspaceId: elsewhere },
      { userId: people.get("owner") ?? "", workspaceId: 2_000_000_000 },
    ];

    const letIn = await Promise.all(strangers.map(async (actor) => await isLetIn(action, actor)));

    expect(letIn).toEqual([false, false, false, false]);
  },
);

test.each(walked.map((action) => [action.name, action] as const))(
  "%s is for its roles, and for all of them",
  async (_, action) => {
    const roles = [...people.keys()];

    const letIn: Role[] = [];
    for (const role of roles) {
      if (await isLetIn(action, { userId: people.get(role) ?? "", workspaceId: here })) letIn.push(role);
    }

    expect(letIn).toEqual(roles.filter((role) => allowed[action.scope].includes(role)));
  },
);

test.each(walked.filter(({ scope }) => scope !== "read").map((action) => [action.name, action] as const))(
  "%s is not for a key that may only read, whoever made it",
  async (_, action) => {
    const actor = { userId: people.get("owner") ?? "", workspaceId: here, scopes: ["read"] as const };

    expect(await isLetIn(action, actor)).toBe(false);
  },
);
