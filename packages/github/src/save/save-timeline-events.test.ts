import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { createArchiveWorkspace, type ArchiveWorkspace } from "../../test/archive-workspace.ts";
import { permutations } from "../../test/permutations.ts";
import { saving } from "../../test/save-workspace.ts";
import { saveAccounts } from "./save-accounts.ts";
import { saveIssues } from "./save-issues.ts";
import { saveTimelineEvents, type TimelineEventRow } from "./save-timeline-events.ts";

let workspace: ArchiveWorkspace;

beforeAll(async () => {
  workspace = await createArchiveWorkspace();
});

beforeEach(async () => {
  await workspace.clear();
});

afterAll(async () => {
  await workspace.drop();
});

type Event = Partial<Omit<TimelineEventRow, "actorId">> & { readonly actor?: string | null };

async function save(fetchedAt: string, events: readonly Event[]) {
  return await saving(workspace, fetchedAt, async (tx, scope) => {
    const accountIds = await saveAccounts(tx, scope, [{ login: "ann" }, { login: "bob" }]);
    const { idByNumber } = await saveIssues(tx, scope, {
      rows: [
        {
          number: 1,
          nodeId: "I_1",
          title: "One",
          body: null,
          state: "open",
          authorId: null,
          authorAssociation: null,
          labelNames: [],
          assigneeIds: [],
          createdAt: "2024-01-01T00:00:00Z",
          closedAt: null,
          updatedAt: "2024-01-01T00:00:00Z",
        },
      ],
      hasDetails: false,
    });
    const rows = events.map(({ actor = "ann", ...event }): TimelineEventRow => ({
      issueId: idByNumber.get(1) ?? null,
      pullRequestId: null,
      nodeId: null,
      githubId: null,
      kind: "labeled",
      actorId: accountIds(actor),
      subject: "bug",
      createdAt: "2024-01-02T10:00:00Z",
      ...event,
    }));
    return await saveTimelineEvents(tx, scope, rows);
  });
}

async function readEvents(): Promise<readonly string[]> {
  const found = await sql<{ fact: string }>`
    select concat_ws(' ', event.node_id, event.github_id, kind, login, subject, to_char(event.created_at at time zone 'UTC', 'HH24:MI:SS')) as fact
    from pulse.timeline_events as event
    left join pulse.accounts as account on account.id = actor_id
    order by fact
  `.execute(workspace.superDb);
  return found.rows.map((row) => row.fact);
}

const early = "2024-02-01T00:00:00Z";
const late = "2024-03-01T00:00:00Z";

test("events saved twice are there once", async () => {
  const events: readonly Event[] = [{ nodeId: "LE_1" }, { nodeId: "LE_2" }, { kind: "closed", subject: null }];
  const first = await save(early, events);

  const second = await save(late, events);

  expect(first).toEqual({ added: 3, changed: 0, unchanged: 0, removed: 0 });
  expect(second).toEqual({ added: 0, changed: 0, unchanged: 3, removed: 0 });
  expect(await readEvents()).toHaveLength(3);
});

test("one event twice in one batch is one", async () => {
  const counts = await save(early, [{ nodeId: "LE_1" }, { nodeId: "LE_1" }, {}, {}]);

  expect(counts).toEqual({ added: 1, changed: 0, unchanged: 3, removed: 0 });
});

test("what webhooks told without ids and what GitHub lists with ids become the same events in any order", async () => {
  // Two labellings three seconds apart; their webhooks tell the item's update, a second late. All come twice.
  const readings: readonly (readonly Event[])[] = [
    [{ nodeId: "LE_1", createdAt: "2024-01-02T10:00:00Z" }],
    [{ nodeId: "LE_2", createdAt: "2024-01-02T10:00:03Z" }],
    [{ createdAt: "2024-01-02T10:00:01Z" }],
    [{ createdAt: "2024-01-02T10:00:04Z" }],
  ];

  for (const order of permutations(readings)) {
    await workspace.clear();
    for (const [index, events] of [...order, ...order].entries()) await save(`2024-02-01T00:00:0${index}Z`, events);

    expect(await readEvents()).toEqual(["LE_1 labeled ann bug 10:00:00", "LE_2 labeled ann bug 10:00:03"]);
  }
});

test("events of the same second differ by their subject and by who acted", async () => {
  await save(early, [{}, { subject: "fault" }, { actor: "bob" }]);

  expect(await readEvents()).toHaveLength(3);
});

test("an older reading gives an event no old actor back", async () => {
  await save(late, [{ nodeId: "LE_1", githubId: 7, actor: null }]);

  const counts = await save(early, [{ nodeId: "LE_1", actor: "bob" }]);

  expect(counts.unchanged).toBe(1);
  expect(await readEvents()).toEqual(["LE_1 7 labeled bug 10:00:00"]);
});

test("a list by REST finds what GraphQL saved, and the other way round", async () => {
  await save(early, [{ nodeId: "LE_1" }]);
  await save(late, [{ nodeId: "LE_1", githubId: 7 }]);

  const counts = await save("2024-03-02T00:00:00Z", [{ githubId: 7 }]);

  expect(counts).toMatchObject({ added: 0, unchanged: 1 });
});
