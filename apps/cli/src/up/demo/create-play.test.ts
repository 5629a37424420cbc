import { startReplica, type Replica } from "@pulse/github-replica";
import { afterEach, expect, test } from "vitest";

import { createPlay } from "./create-play.ts";
import { demoOrganisation } from "./demo-organisation.ts";
import { foundOrganisation } from "./found-organisation.ts";

const begunAt = new Date("2026-03-02T09:00:00Z");
let open: Replica[] = [];

afterEach(async () => {
  await Promise.all(open.map(async (replica) => await replica.close()));
  open = [];
});

async function stage(seed: number) {
  const replica = await startReplica({ now: begunAt });
  open.push(replica);
  const repositories = foundOrganisation(replica, { seed, begunAt });
  replica.addHook(demoOrganisation.login, { url: "http://127.0.0.1:9/", secret: "x" });
  const play = createPlay(replica, { seed, repositories });
  let at = begunAt.getTime();
  const step = (count: number) => {
    for (let made = 0; made < count; made += 1) play.step(new Date((at += 3000)));
  };
  return { replica, step };
}

function factsOf(replica: Replica): unknown {
  return [...replica.world.repositories.values()].map(({ items, runs, deployments, commits, lastId }) => ({
    items: [...items.values()],
    runs: [...runs.values()].map((run) => ({ ...run, attempts: [...run.attempts.values()] })),
    deployments,
    commits,
    lastId,
  }));
}

test("the same steps at the same instants make the same facts, under the same ids", async () => {
  const [first, second] = [await stage(11), await stage(11)];

  first.step(200);
  second.step(200);

  expect(factsOf(second.replica)).toEqual(factsOf(first.replica));
  expect(second.replica.hooks.pending().at(-1)?.guid).toBe(first.replica.hooks.pending().at(-1)?.guid);
});

test("another seed is another life", async () => {
  const [first, second] = [await stage(11), await stage(12)];

  expect(factsOf(second.replica)).not.toEqual(factsOf(first.replica));
});

test("within some minutes everything that a dashboard shows has happened, and no step is empty", async () => {
  const { replica, step } = await stage(11);
  const before = replica.hooks.pending().length;
  let empty = 0;

  for (let made = 0; made < 400; made += 1) {
    const waiting = replica.hooks.pending().length;
    step(1);
    if (replica.hooks.pending().length === waiting) empty += 1;
  }

  const happened = new Set(
    replica.hooks
      .pending()
      .slice(before)
      .map(({ event, action }) => `${event} ${action ?? ""}`),
  );
  expect([...happened].toSorted()).toEqual([
    "deployment created",
    "deployment_status created",
    "issue_comment created",
    "issues closed",
    "issues opened",
    "pull_request closed",
    "pull_request opened",
    "pull_request review_requested",
    "pull_request synchronize",
    "pull_request_review submitted",
    "pull_request_review_comment created",
    "push ",
    "star created",
    "workflow_job completed",
    "workflow_job in_progress",
    "workflow_job queued",
    "workflow_run completed",
    "workflow_run in_progress",
    "workflow_run requested",
  ]);
  expect(empty).toBe(0);
});
