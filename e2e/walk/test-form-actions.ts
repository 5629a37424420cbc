import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";
import { sql } from "kysely";
import { z } from "zod";

import { web } from "./places.ts";
import type { Login, Walked } from "./start-walk.ts";

type FormAction = { readonly id: string; readonly name: string; readonly page: string };

const manifestSchema = z.object({
  node: z.record(
    z.string(),
    z.object({ workers: z.record(z.string(), z.unknown()), exportedName: z.string().optional() }),
  ),
});

/** What the forms of the pages call on the server has an address of its own, which anybody can call. The build lists all of them. */
export function testFormActions(walk: () => Walked): void {
  test("no form's action does anything for a stranger, another workspace's owner, or a viewer", async () => {
    // One's own sessions end: that is theirs to do, and whoever walks would be out.
    const actions = listFormActions().filter(({ name }) => !/session|signOut/i.test(name));
    const before = await readWorkspace(walk());
    const wrong: string[] = [];

    for (const action of actions) {
      for (const as of [undefined, "mallory", "grace"] as const) {
        const { status, text } = await call(walk(), action, as);
        if (status >= 500 || walk().leaksIn(text).length > 0)
          wrong.push(`${action.name} as ${as ?? "nobody"}: ${status}`);
        if (as === undefined && ![401, 303].includes(status)) wrong.push(`${action.name} as nobody: ${status}`);
      }
    }

    expect(actions.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
    expect(await readWorkspace(walk())).toBe(before);
  });

  test("the same call does what it says for an owner: the walk calls forms as browsers do", async () => {
    const action = listFormActions().find(({ name }) => name === "saveWorkspaceForm");
    const before = await readWorkspace(walk());
    if (action === undefined) throw new Error("no form saves a workspace any more: take another one");

    const { status } = await call(walk(), action, "ada");

    expect(status).toBe(200);
    expect(await readWorkspace(walk())).not.toBe(before);
  });
}

function listFormActions(): readonly FormAction[] {
  const text = readFileSync(path.join(web, ".next/server/server-reference-manifest.json"), "utf8");
  return Object.entries(manifestSchema.parse(JSON.parse(text)).node).map(([id, { workers, exportedName }]) => ({
    id,
    name: exportedName ?? id,
    page: (Object.keys(workers)[0] ?? "")
      .replace(/^app/, "")
      .replace(/\/page$/, "")
      .replaceAll("[workspace]", "default"),
  }));
}

/** Fields that forms of ours have, with values that would be taken. */
const fields = {
  name: "Taken over",
  time_zone: "UTC",
  sla: "1",
  login: "mallory",
  role: "admin",
  repository: "acme/taken",
  token: "ghp_taken",
  delivery_days: "1",
  event_days: "1",
  id: "1",
} as const;

/** As a browser sends it: the workspace's address, the state before, and the form, in the numbering of React. */
async function call(walk: Walked, action: FormAction, as: Login | undefined) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", JSON.stringify(["default", { kind: "idle" }, "$K1"]));
  return await walk.ask(action.page, {
    method: "POST",
    body,
    headers: { "next-action": action.id, origin: walk.url, accept: "text/x-component" },
    ...(as === undefined ? {} : { as }),
  });
}

/** All that the workspace holds, but for what tells of attempts. */
async function readWorkspace(walk: Walked): Promise<string> {
  return await walk.asService(async (tx) => {
    const tables = await sql<{ name: string }>`
      select table_name as name
      from information_schema.columns
      where table_schema = 'pulse'
        and column_name = 'workspace_id'
        and table_name not in ('audit_log', 'events', 'search_documents')
      order by table_name
    `.execute(tx);
    const parts: string[] = [];
    for (const name of ["workspaces", ...tables.rows.map((row) => row.name)]) {
      const held = await sql<{ hash: string | null }>`
        select md5(string_agg(held::text, ' ' order by held::text)) as hash
        from ${sql.table(`pulse.${name}`)} as held
      `.execute(tx);
      parts.push(`${name} ${held.rows[0]?.hash ?? ""}`);
    }
    return parts.join("\n");
  });
}
