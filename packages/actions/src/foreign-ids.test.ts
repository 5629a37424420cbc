// Every action there is, given names and ids of another workspace in every parameter by an owner of a workspace of their own. A new
// action is tried because it is exported, and a new table watched because it has a workspace.
import { randomBytes, randomUUID } from "node:crypto";

import { readKeyRing, ensureDefaultWorkspace, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { createLogger, isAppError, systemClock } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import * as everything from "./index.ts";
import type { ActionContext } from "./index.ts";

type AnyAction = {
  readonly name: string;
  readonly input: z.ZodType;
  readonly run: (ctx: ActionContext, input: unknown) => Promise<unknown>;
};

const isAction = (value: unknown): value is AnyAction =>
  typeof value === "object" && value !== null && "run" in value && "scope" in value && "input" in value;

const exported: readonly unknown[] = [...Object.values(everything), ...everything.tools.map(({ action }) => action)];
// Deletes the own workspace, or leaves it: what comes after would have nobody to act.
const actions = exported.filter(isAction).filter(({ name }) => !["delete_workspace", "leave_workspace"].includes(name));

/** What things of the other workspace are called: one name that is asked for, and one that nobody here has ever heard. */
const guessed = "lighthouse-of-others";
const unheard = "whale-of-others";
const otherOwner = randomUUID();
const actor = randomUUID();

let database: TestDatabase;
let here: number;
let elsewhere: number;
/** Everything by which something of the other workspace is called. */
let names: readonly (string | number)[];

beforeAll(async () => {
  database = await createTestDatabase();
  here = await ensureDefaultWorkspace(database.db);
  await withService(database.db, async (tx) => {
    const id = async (query: ReturnType<typeof sql<{ id: number | string }>>) =>
      (await query.execute(tx)).rows[0]?.id ?? 0;
    elsewhere = Number(
      await id(sql`insert into pulse.workspaces (slug, name) values ('elsewhere', 'Elsewhere') returning id`),
    );
    await sql`
      insert into pulse.memberships (workspace_id, user_id, role)
      values (${here}, ${otherOwner}, 'owner'), (${elsewhere}, ${actor}, 'owner')
    `.execute(tx);
    const ids = [here];
    for (const name of [guessed, unheard]) {
      const connection = await id(sql`
        insert into pulse.connections (workspace_id, name, kind)
        values (${here}, ${name}, 'anonymous')
        returning id
      `);
      const repository = await id(sql`
        insert into pulse.repositories (workspace_id, owner, name, fetched_at)
        values (${here}, 'acme', ${name}, now())
        returning id
      `);
      const invitation = await id(sql`
        insert into pulse.invitations (workspace_id, login, role, token_hash, invited_by, expires_at)
        values (${here}, ${name}, 'viewer', ${randomBytes(32)}, ${otherOwner}, now() + interval '1 day')
        returning id
      `);
      await sql`
        insert into pulse.label_groups (workspace_id, name, label_names)
        values (${here}, ${name}, array[${unheard}])
      `.execute(tx);
      const delivery = await id(sql`
        insert into pulse.webhook_deliveries (workspace_id, connection_id, delivery_id, event, body, state)
        values (${here}, ${connection}, ${randomUUID()}, ${unheard}, ${Buffer.from(unheard)}, 'failed')
        returning id
      `);
      const run = await id(sql`
        insert into pulse.sync_runs (workspace_id, repository_id, trigger, state)
        values (${here}, ${repository}, 'manual', 'queued')
        returning id
      `);
      ids.push(...[connection, repository, invitation, delivery, run].map(Number));
    }
    names = [...new Set([guessed, `acme/${guessed}`, otherOwner, ...ids, ...ids.map(String)])];
  });
});

afterAll(async () => {
  await database.drop();
});

function context(): ActionContext {
  return {
    db: database.db,
    clock: systemClock,
    logger: createLogger({ name: "test", level: "silent" }),
    actor: { userId: actor, workspaceId: elsewhere },
    toolRules: { key: randomBytes(32), writableOwners: ["acme"] },
    github: {
      apiUrl: "https://api.github.com",
      token: null,
      keys: readKeyRing(randomBytes(32).toString("base64")),
      fetch: () => Promise.reject(new Error("nothing of another workspace leads to GitHub")),
    },
    signal: AbortSignal.timeout(20_000),
  };
}

/** What the other workspace holds, table by table, as one text. */
async function readOther(): Promise<string> {
  return await withService(database.db, async (tx) => {
    const tables = await sql<{ name: string }>`
      select table_name as name
      from information_schema.columns
      where table_schema = 'pulse'
        and column_name = 'workspace_id'
      order by table_name
    `.execute(tx);
    const parts: string[] = [];
    for (const { name } of tables.rows) {
      const held = await sql<{ rows: string | null }>`
        select string_agg(t::text, ' ' order by t::text) as rows
        from ${sql.table(`pulse.${name}`)} as t
        where workspace_id = ${here}
      `.execute(tx);
      parts.push(`${name}: ${held.rows[0]?.rows ?? ""}`);
    }
    return parts.join("\n");
  });
}

type Shape = {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly anyOf?: readonly Shape[];
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
};

/** Input of an action's own shape, with `name` wherever a text or a number may stand. */
function fill(shape: Shape, name: string | number, onlyRequired: boolean): unknown {
  const [choice] = shape.enum ?? [];
  if (choice !== undefined) return choice;
  const [first] = shape.anyOf ?? [];
  if (first !== undefined) return fill(first, name, onlyRequired);
  switch (shape.type) {
    case "object": {
      const wanted = Object.entries(shape.properties ?? {}).filter(
        ([key]) => !onlyRequired || shape.required?.includes(key) === true,
      );
      return Object.fromEntries(wanted.map(([key, one]) => [key, fill(one, name, onlyRequired)]));
    }
    case "array":
      return [fill(shape.items ?? {}, name, onlyRequired)];
    case "integer":
    case "number":
      return typeof name === "number" ? name : 1;
    case "boolean":
      return true;
    default:
      return shape.format === "uri" ? "https://pulse.example.com" : String(name);
  }
}

// JSON Schema is a large language; the inputs of actions use the words above.
const toShape = (input: z.ZodType): Shape => z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Shape;

const isFit = new Set<string>();

test.each(actions.map((action) => [action.name, action] as const))(
  "%s tells nothing of another workspace, and changes nothing there",
  async (_, action) => {
    const shape = toShape(action.input);
    const before = await readOther();
    const told: string[] = [];

    for (const name of names) {
      for (const onlyRequired of [true, false]) {
        const input = fill(shape, name, onlyRequired);
        try {
          const answer = JSON.stringify(await action.run(context(), input)) ?? "";
          isFit.add(action.name);
          if (answer.includes(unheard)) told.push(`${JSON.stringify(input)}: ${answer}`);
        } catch (error) {
          if (!isAppError(error)) throw error;
          if (error.code !== "invalid") isFit.add(action.name);
          if (error.message.includes(unheard)) told.push(`${JSON.stringify(input)}: ${error.message}`);
        }
      }
    }

    expect(told).toEqual([]);
    expect(await readOther()).toBe(before);
  },
);

test("most actions took such input for theirs, and a change in the other workspace would have been seen", async () => {
  const before = await readOther();
  await withService(database.db, (tx) =>
    sql`update pulse.label_groups set label_names = array['other'] where workspace_id = ${here}`.execute(tx),
  );

  expect(isFit.size).toBeGreaterThan(actions.length / 2);
  expect(before).toContain(unheard);
  expect(await readOther()).not.toBe(before);
});
