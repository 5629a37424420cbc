/** How long a delivery of GitHub's takes until a tile on somebody's screen has changed: the whole product, and a real browser that looks at it. */
import { connect, withService, type Db } from "@pulse/db";
import { sql } from "kysely";

import { startProduct, type Product } from "../e2e/product/start-product.ts";
import { sendIssues, type SentIssue } from "./live/send-issues.ts";
import { watchTile, type Seen } from "./live/watch-tile.ts";
import { createReport, type Measure, type Report } from "./report.ts";

type Options = { readonly isSmallOnly: boolean; readonly say: (line: string) => void };

const perSecond = 50;
const seconds = { small: 10, full: 60 };
const secret = "a secret between the bench and the product";
const repository = { id: 1, fullName: "acme/harbour" };
const tile = "Open issues";
const settleMs = 60_000;

export async function benchLive({ isSmallOnly, say }: Options): Promise<Report> {
  const product = await startProduct("bench live", { GITHUB_WEBHOOK_SECRET: secret });
  const db = connect({ url: product.databaseUrl, applicationName: "pulse bench", maxConnections: 1 });
  try {
    await prepare(db);
    const count = perSecond * (isSmallOnly ? seconds.small : seconds.full);
    const { sent, seen } = await look(product, { count, say });
    return toReport({ sent, seen, applied: await readApplied(db) });
  } finally {
    await db.destroy();
    await product.stop();
  }
}

async function look(
  product: Product,
  { count, say }: { readonly count: number; readonly say: Options["say"] },
): Promise<{ readonly sent: readonly SentIssue[]; readonly seen: readonly Seen[] }> {
  const send = { url: product.url, secret, repository };
  // A tile without a number looks otherwise: one issue is there when the page is opened.
  await sendIssues(send, { from: 1, count: 1, perSecond });
  const watching = await watchTile({
    session: product.session,
    url: `${product.url}/default/overview?repo=${encodeURIComponent(repository.fullName)}`,
    tile,
    value: 1,
  });
  try {
    const sent = await sendIssues(send, { from: 2, count, perSecond });
    say(`${count} deliveries sent at ${perSecond} a second`);
    await watching.until(1 + count, settleMs);
    return { sent, seen: await watching.read() };
  } finally {
    await watching.close();
  }
}

/** A repository that sync keeps up with, as far as the database knows. */
async function prepare(db: Db): Promise<void> {
  const [owner, name] = repository.fullName.split("/");
  await withService(db, async (tx) => {
    await sql`
      insert into pulse.repositories (workspace_id, github_id, owner, name, is_tracked, fetched_at)
      select id, ${repository.id}, ${owner}, ${name}, true, now()
      from pulse.workspaces
      where slug = 'default'
    `.execute(tx);
    await sql`
      insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
      select workspace_id, id, kind, 'sync', now(), now()
      from pulse.repositories
      cross join unnest(array[
        'repository', 'issues', 'issue_comments', 'pull_requests', 'pull_request_commits', 'pull_request_files', 'reviews', 'review_comments',
        'review_requests', 'timeline_events', 'labels', 'milestones', 'commits', 'tags', 'releases', 'workflows', 'workflow_runs', 'workflow_jobs',
        'deployments', 'repository_days'
      ]) as kind
    `.execute(tx);
  });
}

/** When the worker was done with each delivery. */
async function readApplied(db: Db): Promise<ReadonlyMap<string, number>> {
  const found = await withService(db, (tx) =>
    sql<{ deliveryId: string; processedAt: Date }>`
      select delivery_id, processed_at
      from pulse.webhook_deliveries
      where state = 'processed'
    `.execute(tx),
  );
  return new Map(found.rows.map((row) => [row.deliveryId, row.processedAt.getTime()]));
}

type Watched = {
  readonly sent: readonly SentIssue[];
  readonly seen: readonly Seen[];
  readonly applied: ReadonlyMap<string, number>;
};

/** Every delivery opens one issue, so the tile shows the k-th when it shows k more than before. One that never came counts as the whole wait. */
function toReport({ sent, seen, applied }: Watched): Report {
  const inOrder = sent.toSorted((left, right) => left.sentAt - right.sentAt);
  const shown = inOrder.map(({ sentAt }, index) => {
    const at = seen.find(({ value }) => value >= index + 2)?.at;
    return at === undefined ? settleMs : at - sentAt;
  });
  const answered = sent.map(({ sentAt, answeredAt }) => answeredAt - sentAt);
  const done = sent.map(({ sentAt, deliveryId }) => (applied.get(deliveryId) ?? sentAt + settleMs) - sentAt);
  const ms = (name: string, values: readonly number[], share: number): Measure => ({
    name: `${name}, ${share === 0.5 ? "median" : "p95"}`,
    unit: "ms",
    value: Math.round(values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? 0),
  });
  const lost = shown.filter((wait) => wait >= settleMs).length;
  return createReport(
    "live",
    [
      ms("delivery to changed tile", shown, 0.5),
      { ...ms("delivery to changed tile", shown, 0.95), goal: { atMost: 2_000 } },
      ms("delivery to applied by the worker", done, 0.5),
      ms("delivery to applied by the worker", done, 0.95),
      ms("delivery to answer", answered, 0.5),
      ms("delivery to answer", answered, 0.95),
      { name: "deliveries that the tile never showed", unit: "rows", value: lost, goal: { atMost: 0 } },
    ],
    [
      `${sent.length} deliveries at ${perSecond} a second, each opening an issue; Chromium looks at the overview; the tile changed ${seen.length - 1} times`,
      "sender, browser, web, worker and PostgreSQL share the machine",
    ],
  );
}
