/** A GitHub of our own, a product that reads it, and screens that move: from a token to a changed tile. */
import { generateHistory, startReplica, type Replica } from "@pulse/github-replica";
import { connect, publishEvents, withService, type Tx } from "@pulse/db";
import type { Page } from "@playwright/test";
import { sql } from "kysely";

import { expect, test, toCookie, watchLayoutShift, whileReading } from "./fixtures.ts";
import { expectNoSidewaysScroll, findFaultsAt, widths } from "./page-health.ts";
import { startProduct, type Product } from "./product/start-product.ts";
import { readCount } from "./read-tiles.ts";

const token = `ghp_${"a".repeat(36)}`;
const repository = "acme/harbour";
const dayMs = 86_400_000;

let replica: Replica;
let product: Product;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  const now = Date.now();
  replica = await startReplica();
  replica.loadHistory(
    generateHistory({
      repository,
      seed: 3,
      from: new Date(now - 80 * dayMs),
      asOf: new Date(now - 60_000),
      issues: 30,
      pullRequests: 40,
      people: 6,
    }),
  );
  replica.addToken({ token, login: "ana", scopes: ["repo", "read:org"] });
  product = await startProduct("live", { GITHUB_API_URL: replica.apiUrl });
});

test.afterAll(async () => {
  await product.stop();
  await replica.close();
});

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([toCookie(product.session)]);
});

const open = async (page: Page, place: string) => await page.goto(`${product.url}/default/${place}`);
const outcome = (page: Page) => page.getByRole("status").filter({ hasText: /\S/ });

test("a token that GitHub refuses is told so, and what was typed stays; a good one is saved", async ({ page }) => {
  await open(page, "settings/connections");
  await page.getByLabel("Name").first().fill("main");
  await page.getByLabel("Token", { exact: true }).fill(`ghp_${"b".repeat(36)}`);

  await page.getByRole("button", { name: "Save token" }).click();
  await expect(outcome(page)).toContainText("no longer accepts");
  await expect(page.getByLabel("Name").first()).toHaveValue("main");
  await page.getByLabel("Token", { exact: true }).fill(token);
  await page.getByRole("button", { name: "Save token" }).click();

  await expect(outcome(page)).toContainText("GitHub knows it as ana");
  await expect(page.getByRole("heading", { level: 3, name: "main" })).toBeVisible();
});

test("a repository that is not there is refused in words", async ({ page }) => {
  await open(page, "repositories");
  await page.getByLabel("Repository", { exact: true }).fill("acme/none");

  await page.getByRole("button", { name: "Connect repository" }).click();

  await expect(outcome(page)).toContainText("not found");
  await expect(page.getByLabel("Repository", { exact: true })).toHaveValue("acme/none");
});

test("a repository is connected by its address, and the page follows its reading to the end without a reload", async ({
  page,
}) => {
  await open(page, "repositories");
  await page.getByLabel("Repository", { exact: true }).fill(`https://github.com/${repository}`);

  await page.getByRole("button", { name: "Connect repository" }).click();

  await expect(outcome(page)).toContainText(`${repository} (public) is connected by "main"`);
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: repository }) });
  await expect(card).toContainText("40 pull requests · 30 issues", whileReading);
  await expect(card).toContainText("Synced", whileReading);
  await expect(page.getByRole("link", { name: /^synced/ })).toBeVisible();
});

test("a tile on screen changes by a commit alone, without a reload, and nothing moves", async ({ page }) => {
  const readShift = await watchLayoutShift(page);
  await open(page, "overview");
  const before = await readCount(page, "Open issues");
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  const shiftBefore = (await readShift()).total;

  await openIssue(9001, "Lights out in the harbour");

  await expect.poll(async () => await readCount(page, "Open issues")).toBe(before + 1);
  expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
  expect((await readShift()).total - shiftBefore).toBeLessThan(0.02);
});

test("a hook that is made on the page moves a tile, and its deliveries are processed again and asked for again there", async ({
  page,
}) => {
  replica.getRepository(repository).collaborators.set("ana", "admin");
  await open(page, "settings/webhooks");
  await page.getByLabel("On", { exact: true }).fill(repository);
  await page.getByLabel("This Pulse-Hub, from outside").fill(product.url);

  await page.getByRole("button", { name: "Create hook" }).click();
  await expect(outcome(page)).toContainText(`what happens in ${repository}`);
  await open(page, "overview");
  const before = await readCount(page, "Open issues");
  replica.play.openIssue({ repository, by: "ana", title: "Breakwater" });
  const sent = await replica.hooks.deliver();

  expect(sent.map(({ event, statusCode }) => [event, statusCode])).toEqual([
    ["ping", 202],
    ["issues", 202],
  ]);
  await expect.poll(async () => await readCount(page, "Open issues")).toBe(before + 1);
  await open(page, "settings/webhooks");
  await expect(page.getByRole("heading", { level: 3, name: repository })).toBeVisible();
  const delivery = page.getByRole("listitem").filter({ hasText: "issues.opened" });
  await expect(delivery).toContainText("processed");
  await delivery.getByRole("button", { name: /^Replay issues/ }).click();
  await expect(delivery).toContainText("the worker processes this issues again");
  await delivery.getByRole("button", { name: /^Deliver again issues/ }).click();
  await expect(delivery.filter({ hasText: "GitHub was asked to deliver this issues again" })).toBeVisible();
  await replica.hooks.settled();
  await expect(delivery).toHaveCount(2);
});

test("the secret of a hook is changed on the page, and the old one ended", async ({ page }) => {
  const [hook] = replica.hooks.listOf({ kind: "repository", repositoryId: replica.getRepository(repository).id });
  const oldSecret = hook?.secret ?? "";
  const deliver = async (): Promise<number | undefined> => {
    replica.play.openIssue({ repository, by: "ana", title: "Another wave" });
    return (await replica.hooks.deliver())[0]?.statusCode;
  };
  await open(page, "settings/webhooks");
  await page.getByText("New secret, remove").click();

  await page.getByRole("button", { name: "New secret for the hooks of main" }).click();
  await expect(outcome(page)).toContainText("have a new secret");
  expect(hook?.secret).not.toBe(oldSecret);
  // A process knows of a new secret, and of an ended one, within seconds.
  await expect.poll(deliver, { intervals: [1_000] }).toBe(202);
  await page.getByRole("button", { name: "End the old secret of main" }).click();
  await expect(outcome(page).filter({ hasText: "Only the newest secret" })).toBeVisible();
  const newSecret = hook?.secret ?? "";
  if (hook !== undefined) hook.secret = oldSecret;

  await expect.poll(deliver, { intervals: [1_000] }).toBe(401);
  if (hook !== undefined) hook.secret = newSecret;
});

test("a page narrowed to another repository is left alone", async ({ page }) => {
  await open(page, "activity?repo=acme%2Fother&kind=issue.opened");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("repo=acme")) asked.push(request.url());
  });
  // A second page shows when the event has come.
  const witness = await page.context().newPage();
  await open(witness, "activity");

  await openIssue(9002, "Fog");

  await expect(witness.getByText("#9002 Fog")).toBeVisible();
  expect(asked).toEqual([]);
});

test("the activity page shows what happens as it happens, and narrows to kind and person", async ({ page }) => {
  await open(page, "activity");
  await expect(page.getByRole("link", { name: /merged/ }).first()).toBeVisible();

  await openIssue(9003, "Storm warning");
  await expect(page.getByText("#9003 Storm warning")).toBeVisible();
  await page.getByLabel("Kind").selectOption("Reviews");
  await page.getByRole("button", { name: "Filter" }).click();

  await expect(page).toHaveURL(/kind=review\.submitted/);
  await expect(page.getByText("#9003 Storm warning")).toBeHidden();
});

test("what is missed while the server is away is shown when it is back", async ({ page, complaints }) => {
  await open(page, "activity");
  await expect(page.getByText("#9003 Storm warning")).toBeVisible();
  await page.context().setOffline(true);
  await openIssue(9004, "Missed meanwhile");

  await page.context().setOffline(false);

  await expect(page.getByText("#9004 Missed meanwhile")).toBeVisible();
  complaints.length = 0;
});

test("deleting a repository here asks for its name, and says what goes with it", async ({ page }) => {
  await open(page, "repositories");
  await page.getByText("Sync, read further back, disconnect").click();
  await expect(page.getByText(/Deletes \d+ issues and 40 pull requests/)).toBeVisible();

  await page.getByLabel(`Type ${repository} to delete it here`).fill("acme/other");
  await page.getByRole("button", { name: `Delete here: ${repository}` }).click();

  await expect(outcome(page)).toContainText(`Type ${repository} to delete`);
});

test("every page says when the worker is down, and stops saying so when it is back", async ({ page }) => {
  const banner = page.getByText(/^The worker is down/);

  // A worker says every few seconds that it lives; between two of these nobody knows of one.
  await expect(async () => {
    await forgetWorkers();
    await open(page, "activity");
    await expect(banner).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await expect(banner).toBeHidden();
});

for (const place of ["activity", "repositories", "settings/connections", "settings/webhooks"]) {
  for (const at of widths) {
    test(`${place}, ${at.name}: accessible, and nothing sideways`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: at.opensIn });
      await page.setViewportSize({ width: at.width, height: at.height });

      await open(page, place);

      await expectNoSidewaysScroll(page);
      expect(await findFaultsAt(page, at)).toEqual([]);
    });
  }
}

test("what a person prefers holds on every page: theme, time zone and the first day of the week", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "settings/account");
  const card = page.getByRole("region", { name: "Preferences" });
  await card.getByLabel("Theme").selectOption("Dark");
  await card.getByLabel("Time zone").selectOption("Pacific/Auckland");
  await card.getByLabel("Weeks begin on").selectOption("Sunday");
  await card.getByRole("button", { name: "Save preferences" }).click();
  await expect(outcome(page)).toContainText("Every page follows them");

  await open(page, "pulls?by=week");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByText(/, Pacific\/Auckland/).first()).toBeVisible();
  const json = page.locator('a[href*="/export?"][href*="week_start=sunday"][href$="format=json"]').first();
  const answer = await page.request.get(new URL((await json.getAttribute("href")) ?? "", product.url).href);
  const weeks = [...(await answer.text()).matchAll(/"key": *"(\d{4}-\d{2}-\d{2})"/g)].map(([, key = ""]) => key);
  expect(weeks.length).toBeGreaterThan(2);
  expect(weeks.map((week) => new Date(week).getUTCDay())).toEqual(weeks.map(() => 0));
});

async function forgetWorkers(): Promise<void> {
  await asService(async (tx) => {
    await sql`delete from pulse.workers`.execute(tx);
  });
}

/** What a delivery does: the fact, how far it is known, and the event, in one transaction. */
async function openIssue(number: number, title: string): Promise<void> {
  await asService(async (tx) => {
    const opened = await sql<{ workspaceId: number; repositoryId: number }>`
      insert into pulse.issues (workspace_id, repository_id, number, title, state, created_at, updated_at, fetched_at)
      select workspace_id, id, ${number}, ${title}, 'open', now() - interval '1 second', now(), now()
      from pulse.repositories
      where full_name = ${repository}
      returning workspace_id, repository_id
    `.execute(tx);
    const [place] = opened.rows;
    if (place === undefined) throw new Error(`${repository} is not connected yet`);
    await sql`
      update pulse.sync_state
      set covered_to = now()
      where repository_id = ${place.repositoryId}
    `.execute(tx);
    await publishEvents(tx, [{ ...place, kind: "facts", subject: { kinds: "issues" } }]);
  });
}

async function asService(work: (tx: Tx) => Promise<void>): Promise<void> {
  const db = connect({ url: product.databaseUrl, applicationName: "pulse-e2e", maxConnections: 1 });
  try {
    await withService(db, work);
  } finally {
    await db.destroy();
  }
}
