import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { dumpRepository } from "../../test/dump-repository.ts";
import { inventDeliveries } from "../../test/invent-deliveries.ts";
import {
  listSettled,
  openWebhookWorkspace,
  processAll,
  receive,
  track,
  type Sent,
  type WebhookWorkspace,
} from "../../test/webhook-workspace.ts";

let workspace: WebhookWorkspace;
let expected: Awaited<ReturnType<typeof dumpRepository>>;
let nextGithubId = 1;

beforeAll(async () => {
  workspace = await openWebhookWorkspace();
  expected = await play((sent) => sent);
});

afterAll(async () => {
  await workspace.database.drop();
});

/** Sends a repository's life to a repository of its own, in the order that `arrange` gives, and gives what is stored then. */
async function play(arrange: (sent: readonly Sent[]) => readonly Sent[], limit = 20): Promise<typeof expected> {
  const githubId = (nextGithubId += 1);
  const fullName = `acme/site-${githubId}`;
  const repositoryId = await track(workspace, { githubId, fullName });
  // One at a time, so that each is received at an instant of its own.
  for (const delivery of arrange(inventDeliveries({ id: githubId, fullName }))) await receive(workspace, [delivery]);
  await processAll(workspace, limit);
  const dump = await dumpRepository(workspace.database.db, repositoryId);
  const renamed = JSON.stringify(dump).replaceAll(fullName, "acme/site");
  return JSON.parse(renamed);
}

test("a repository's life is stored whole: no delivery fails, none is left", async () => {
  const settled = await listSettled(workspace);

  expect(settled.filter((row) => row.state !== "processed")).toEqual([]);
  for (const [table, lines] of Object.entries(expected)) expect([table, lines.length]).not.toEqual([table, 0]);
});

test("deliveries in reverse end in the same rows: what is deleted first stays deleted", async () => {
  expect(await play((sent) => sent.toReversed())).toEqual(expected);
});

test("deliveries in any order, some of them again, end in the same rows as in order and once", async () => {
  const count = inventDeliveries({ id: 1, fullName: "acme/site" }).length;
  const arrangements = fc.record({
    order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
    again: fc.array(fc.nat({ max: count - 1 }), { maxLength: 30 }),
    limit: fc.integer({ min: 1, max: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(arrangements, async ({ order, again, limit }) => {
      const arranged = (sent: readonly Sent[]): readonly Sent[] =>
        [...order, ...again].flatMap((index) => sent[index] ?? []);

      expect(await play(arranged, limit)).toEqual(expected);
    }),
    { numRuns: 12 },
  );
});
