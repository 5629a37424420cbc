import { createLogger } from "@pulse/kit";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";

import { drift } from "../catalogue/drift.ts";
import { listSecurityFaults } from "../../test/list-security-faults.ts";
import { createTestDatabase, queryAs, type TestDatabase } from "../testing.ts";
import { withService } from "../with-service.ts";
import { countExpired } from "./count-expired.ts";
import { deleteExpired } from "./delete-expired.ts";
import { ensureJobsSchema } from "./ensure-jobs-schema.ts";
import { startJobs } from "./start-jobs.ts";

const logger = createLogger({ name: "test", level: "silent" });
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database.drop();
});

test("the queue's tables are made once, whoever comes first, and are nobody's but their owner's", async () => {
  await Promise.all([1, 2, 3].map(async () => await ensureJobsSchema({ url: database.url })));
  await ensureJobsSchema({ url: database.url });

  const open = await queryAs<{ name: string }>(
    database.superUrl,
    `select format('%s may use %s', role, nspname) as name
     from pg_namespace, unnest(array['anon', 'authenticated', 'service_role', 'public']) as role
     where nspname = 'jobs' and has_schema_privilege(case role when 'public' then 'anon' else role end, oid, 'usage')
     union all
     select format('%s may read %s', role, relation.oid::regclass)
     from pg_class as relation, unnest(array['anon', 'authenticated', 'service_role']) as role
     where relnamespace = 'jobs'::regnamespace and relkind in ('r', 'p') and has_table_privilege(role, relation.oid, 'select')`,
  );
  expect(open).toEqual([]);
  expect(await listSecurityFaults(database.superUrl)).toEqual([]);
});

test("neither a request nor the service sees the queue", async () => {
  await ensureJobsSchema({ url: database.url });

  await expect(withService(database.db, (tx) => sql`select * from jobs.job`.execute(tx))).rejects.toThrow(
    /permission denied for schema jobs/,
  );
});

test("the catalogue of our own schemas does not know the queue's", async () => {
  await ensureJobsSchema({ url: database.url });

  expect(await drift({ url: database.url })).toEqual([]);
});

test("a turn is done by one of several workers, which hears nothing of what was sent with it", async () => {
  const done: unknown[] = [];
  const turn = Promise.withResolvers<void>();
  const workers = await Promise.all(
    [1, 2].map(
      async () =>
        await startJobs(
          { logger },
          {
            url: database.url,
            directUrl: database.url,
            jobs: [
              {
                name: "tidy",
                cron: "0 0 1 1 *",
                work: (...told) => {
                  done.push(told);
                  turn.resolve();
                  return Promise.resolve();
                },
              },
            ],
          },
        ),
    ),
  );
  await queryAs(
    database.url,
    "insert into jobs.job (name, policy, data) values ('tidy', 'stately', '{\"workspaceId\": 2}') on conflict do nothing",
  );

  await turn.promise;
  for (const worker of workers) await worker.stop();

  expect(done).toEqual([[expect.any(AbortSignal)]]);
  expect(await queryAs(database.url, "select name, cron, timezone from jobs.schedule")).toEqual([
    { name: "tidy", cron: "0 0 1 1 *", timezone: "UTC" },
  ]);
});

test("what is kept for a time goes afterwards, and nothing else: a delivery that still waits stays, however old", async () => {
  await queryAs(
    database.superUrl,
    `insert into pulse.workspaces (slug, name) values ('w', 'W');
     insert into pulse.repositories (workspace_id, owner, name, fetched_at) select id, 'acme', 'site', now() from pulse.workspaces;
     insert into pulse.connections (workspace_id, name, kind) select id, 'none', 'anonymous' from pulse.workspaces;
     insert into pulse.etags select workspace_id, id, 'x', url, 'e', at
       from pulse.connections, (values ('old', now() - interval '31 days'), ('new', now())) as etag (url, at);
     insert into pulse.webhook_deliveries (delivery_id, event, body, state, received_at)
       values ('old', 'push', '', 'processed', now() - interval '31 days'), ('failed', 'push', '', 'failed', now() - interval '31 days'),
         ('waiting', 'push', '', 'received', now() - interval '31 days'), ('new', 'push', '', 'processed', now());
     insert into pulse.deleted_facts (workspace_id, repository_id, kind, github_id, deleted_at)
       select workspace_id, id, 'label', label.github_id, at
       from pulse.repositories, (values (1, now() - interval '31 days'), (2, now())) as label (github_id, at);
     insert into pulse.events (workspace_id, kind, created_at)
       select id, kind, at from pulse.workspaces, (values ('old', now() - interval '25 hours'), ('new', now())) as event (kind, at);
     insert into pulse.sync_runs (workspace_id, repository_id, trigger, state, finished_at)
       select workspace_id, id, 'schedule', 'done', now() - interval '40 days' from pulse.repositories, generate_series(1, 3);
     insert into pulse.idempotency_keys (workspace_id, user_id, key, request_hash, created_at)
       select id, gen_random_uuid(), 'k', '', at from pulse.workspaces, (values (now() - interval '25 hours'), (now())) as key (at);
     insert into pulse.exports (workspace_id, user_id, question, format, file_name, expires_at)
       select id, gen_random_uuid(), '{}', 'csv', 'x.csv', at from pulse.workspaces, (values (now() - interval '1 hour'), (now() + interval '1 hour')) as export (at)`,
  );

  const deleted = await deleteExpired(database.db, new AbortController().signal);

  expect(deleted).toEqual({
    deliveries: 2,
    deletedFacts: 1,
    events: 1,
    auditLines: 0,
    texts: 0,
    runs: 2,
    etags: 1,
    idempotencyKeys: 1,
    exports: 1,
  });
  expect(await queryAs(database.superUrl, "select delivery_id from pulse.webhook_deliveries order by 1")).toEqual([
    { delivery_id: "new" },
    { delivery_id: "waiting" },
  ]);
  expect(await deleteExpired(database.db, new AbortController().signal)).toEqual({
    deliveries: 0,
    deletedFacts: 0,
    events: 0,
    auditLines: 0,
    texts: 0,
    runs: 0,
    etags: 0,
    idempotencyKeys: 0,
    exports: 0,
  });
});

test("what a workspace keeps for longer or shorter goes by its own days, and texts go without what they belong to", async () => {
  await queryAs(
    database.superUrl,
    `insert into pulse.workspaces (slug, name, delivery_days, event_days, audit_days, text_days) values ('own', 'Own', 90, 7, 30, 10);
     insert into pulse.webhook_deliveries (workspace_id, delivery_id, event, body, state, received_at)
       select id, 'own ' || days, 'push', '', 'processed', now() - make_interval(days => days)
       from pulse.workspaces, (values (80), (91)) as age (days) where slug = 'own';
     insert into pulse.events (workspace_id, kind, created_at)
       select id, 'own', now() - make_interval(days => days) from pulse.workspaces, (values (6), (8)) as age (days) where slug = 'own';
     insert into pulse.audit_log (workspace_id, user_id, source, action, input, state, created_at)
       select id, gen_random_uuid(), 'cli', slug, '{}', 'done', now() - make_interval(days => days)
       from pulse.workspaces, (values (29), (31)) as age (days);
     insert into pulse.repositories (workspace_id, owner, name, fetched_at) select id, 'own', 'own', now() from pulse.workspaces where slug = 'own';
     insert into pulse.issues (workspace_id, repository_id, number, title, body, state, created_at, updated_at, fetched_at)
       select workspace_id, id, number, 'T', 'said', 'open', now() - make_interval(days => 9), now(), now()
       from pulse.repositories, (values (1), (2)) as item (number) where owner = 'own';
     update pulse.issues set created_at = now() - interval '11 days' where number = 1`,
  );

  const before = await withService(database.db, async (tx) => {
    const found = await sql<{ id: number }>`select id from pulse.workspaces where slug = 'own'`.execute(tx);
    return await countExpired(tx, found.rows[0]?.id ?? 0);
  });
  const deleted = await deleteExpired(database.db, new AbortController().signal);

  expect(before).toEqual({ deliveries: 1, events: 1, auditLines: 1, texts: 1 });
  expect(deleted).toMatchObject(before);
  expect(await queryAs(database.superUrl, "select number, title, body from pulse.issues order by number")).toEqual([
    { number: 1, title: "T", body: null },
    { number: 2, title: "T", body: "said" },
  ]);
  // A sweep that reads it again brings no text back that is to be gone.
  await queryAs(database.superUrl, "update pulse.issues set title = 'T2', body = 'said again'");
  expect(await queryAs(database.superUrl, "select title, body from pulse.issues order by number")).toEqual([
    { title: "T2", body: null },
    { title: "T2", body: "said again" },
  ]);
});
