// Every kind of job there is, as everybody there could be: nobody puts one into the queue, looks at it or takes it out. A new kind is walked
// because it is in the list.
import { randomBytes, randomUUID } from "node:crypto";

import { ensureDefaultWorkspace, ensureJobsSchema, readKeyRing } from "@pulse/db";
import { createTestDatabase, queryAs, type TestDatabase } from "@pulse/db/testing";
import { createLogger, systemClock } from "@pulse/kit";
import { afterAll, beforeAll, expect, test } from "vitest";

import { recurringJobs } from "./recurring-jobs.ts";

let database: TestDatabase;
let workspaceId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureJobsSchema({ url: database.url });
  workspaceId = await ensureDefaultWorkspace(database.db);
});

afterAll(async () => {
  await database.drop();
});

function kinds(): readonly string[] {
  const logger = createLogger({ name: "test", level: "silent" });
  const keys = readKeyRing(randomBytes(32).toString("base64"));
  const ctx = { db: database.db, clock: systemClock, logger, keys, workerId: randomUUID() };
  return recurringJobs({ ...ctx, apiUrl: "https://api.github.com" }).map(({ name }) => name);
}

const roles = ["anon", "stranger", "viewer", "member", "admin", "owner", "service_role"] as const;

const attempts = (kind: string): readonly string[] => [
  `insert into jobs.job (name, data, policy) values ('${kind}', '{"workspaceId": 2}', 'stately')`,
  `select * from jobs.job where name = '${kind}'`,
  `update jobs.job set data = '{"workspaceId": 2}' where name = '${kind}'`,
  `delete from jobs.job where name = '${kind}'`,
  `insert into jobs.schedule (name, cron) values ('${kind}', '* * * * *')`,
  `select jobs.delete_queue('${kind}')`,
];

/** Tries each, as one script whose rows are those that went well. */
async function tryAll(role: (typeof roles)[number], statements: readonly string[]): Promise<readonly string[]> {
  const userId = randomUUID();
  const isMember = role !== "anon" && role !== "stranger" && role !== "service_role";
  const quoted = statements.map((statement) => `$attempt$${statement}$attempt$`).join(", ");
  const done = await queryAs<{ statement: string }>(
    database.superUrl,
    `${isMember ? `insert into pulse.memberships (workspace_id, user_id, role) values (${workspaceId}, '${userId}', '${role}');` : ""}
     create temporary table done (statement text);
     grant all on done to public;
     select set_config('request.jwt.claims', '{"sub": "${userId}", "workspace_id": "${workspaceId}", "role": "authenticated"}', false);
     set role ${role === "anon" || role === "service_role" ? role : "authenticated"};
     do $do$
     declare
       attempt text;
     begin
       foreach attempt in array array[${quoted}] loop
         begin
           execute attempt;
           insert into done values (attempt);
         exception when insufficient_privilege then null;
         end;
       end loop;
     end
     $do$;
     select statement from done`,
  );
  return done.map(({ statement }) => `${role}: ${statement}`);
}

test("no kind of job is anybody's to order, read, change or take away: not even the service's", async () => {
  const statements = kinds().flatMap(attempts);

  const done = await Promise.all(roles.map(async (role) => await tryAll(role, statements)));

  expect(kinds().length).toBeGreaterThan(4);
  expect(done.flat()).toEqual([]);
});

test("the walk finds a queue that was opened by mistake", async () => {
  await queryAs(
    database.superUrl,
    "grant usage on schema jobs to authenticated; grant select on jobs.job to authenticated",
  );

  const done = await tryAll("viewer", attempts("delete-expired"));

  expect(done).toEqual(["viewer: select * from jobs.job where name = 'delete-expired'"]);
});
