/** The questions that people come with, answered on demo data by clicks alone: every step is a link, a button or a menu of the page before. */
import type { Locator, Page } from "@playwright/test";

import { expect, test, toCookie, whileReading } from "./fixtures.ts";
import { startDemo, type Demo } from "./product/start-demo.ts";
import { readCount } from "./read-tiles.ts";

const repositories = 5;

let demo: Demo;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  demo = await startDemo();
  const page = await browser.newPage();
  await page.context().addCookies([toCookie(demo.session)]);
  await page.goto(`${demo.url}/default/repositories`);
  // The page follows the reading by itself. People work on meanwhile, so one repository is read again while another is read for the first time.
  const cards = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /tidewater-demo/ }) });
  await expect(cards).toHaveCount(repositories);
  for (const card of await cards.all()) await expect(card.getByText(/^Synced/)).toBeVisible(whileReading);
  await page.close();
});

test.afterAll(async () => {
  await demo.stop();
});

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([toCookie(demo.session)]);
  await page.goto(demo.url);
});

const goTo = async (page: Page, place: string, title: string) => {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: place, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
};
const panel = (page: Page, name: string | RegExp): Locator => page.getByRole("region", { name });

test("which pull requests waited longest for a first review last month", async ({ page }) => {
  await goTo(page, "Pull requests", "PR Analytics");
  await page.getByRole("button", { name: "90 days" }).click();
  await page.getByRole("link", { name: "Last 30 days" }).click();
  await expect(page.getByRole("button", { name: "30 days" })).toBeVisible();

  await panel(page, "Time to first review, distribution").getByRole("link", { name: "All opened" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Time to first review" })).toBeVisible();
  const header = page.getByRole("columnheader", { name: "Time to first review" });
  if ((await header.getAttribute("aria-sort")) !== "descending") await header.getByRole("link").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  const longest = page.getByRole("row").nth(1);
  await expect(longest.getByRole("cell").last()).toHaveText(/^\d+ (d|h)/);
  await expect(longest.getByRole("link")).toHaveAttribute("href", /\/tidewater-demo\/[\w-]+\/pull\/\d+$/);
});

test("why cycle time rose in a week: the stage that grew, and the pull requests behind it", async ({ page }) => {
  await goTo(page, "Pull requests", "PR Analytics");
  await page.getByRole("button", { name: "90 days" }).click();
  await page.getByRole("link", { name: "Last 365 days" }).click();
  const stages = panel(page, /^Where the time goes, by week/);
  await expect(stages).toBeVisible();
  await expect(page.getByRole("button", { name: "365 days" })).toBeVisible();
  await stages.getByText("Show as a table").click();
  const rows = stages.getByRole("row");
  const weeks = await Promise.all((await rows.all()).slice(1).map(async (row) => await row.innerText()));
  expect(weeks.length).toBeGreaterThan(40);

  // The chart says of every week how long each stage took, and leads to its pull requests.
  const chart = stages.getByRole("link", { name: /Arrow keys walk/ });
  await chart.focus();
  for (let week = 0; week < 14; week += 1) await page.keyboard.press("ArrowRight");
  const focused = stages.locator("a:focus");
  await expect(focused).toHaveAccessibleName(/^Week of .*, coding .*, pickup .*, review .*, deploy .* \(n \d+\)/);
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/default\/pulls\/items\?.*metric=pr\.merged/);
  await expect(page.getByText(/\d+ pull requests? · /)).toBeVisible();
});

test("who is overloaded with reviews", async ({ page }) => {
  await goTo(page, "Team", "Team Performance");
  const people = panel(page, "Who carries what");
  await expect(people.getByRole("columnheader", { name: "Person" })).toHaveAttribute("aria-sort", "ascending");

  await people.getByRole("columnheader", { name: "Reviews given" }).getByRole("link").click();

  await expect(page).toHaveURL(/sort=-reviews/);
  const first = people.getByRole("row").nth(1);
  const name = (await first.getByRole("rowheader").innerText()).trim();
  const reviews = Number((await first.getByRole("cell").nth(1).innerText()).replaceAll(",", ""));
  await expect(panel(page, "Asked for a review, not given yet")).toBeVisible();
  await first.getByRole("cell").nth(1).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: "Reviews" })).toBeVisible();
  // People go on working meanwhile.
  const listed = Number(
    /^([\d,]+) reviews/.exec(await page.getByText(/^[\d,]+ reviews · /).innerText())?.[1]?.replaceAll(",", ""),
  );
  expect(listed).toBeGreaterThanOrEqual(reviews);
  await expect(page.getByRole("row").nth(1)).toContainText(name);
});

test("which workflow is flaky, and which step fails", async ({ page }) => {
  await goTo(page, "Actions", "Actions Monitor");

  await page.getByRole("columnheader", { name: "Flaky" }).getByRole("link").click();

  await expect(page).toHaveURL(/sort=-flaky/);
  const first = page.getByRole("table", { name: "Workflows" }).getByRole("row").nth(1);
  await expect(first.getByRole("rowheader")).toHaveText("End to end");
  const step = panel(page, "Jobs and steps that fail most").getByRole("link", {
    name: /step Walk through the journeys/,
  });
  await expect(step.first()).toHaveAttribute("href", /\/tidewater-demo\/[\w-]+\/actions\/runs\/\d+\/job\/\d+$/);
});

test("what the change fail rate was, which deployment caused the incident, and who says otherwise by hand", async ({
  page,
}) => {
  await goTo(page, "Delivery", "Delivery");
  await page.getByRole("button", { name: "90 days" }).click();
  await page.getByRole("link", { name: "Last 365 days" }).click();
  await expect(page.getByRole("button", { name: "365 days" })).toBeVisible();
  const rate = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Change fail rate" }) });
  await expect(rate).toContainText(/\d %.*(elite|high|medium|low)/s);
  const incident = panel(page, "Incidents and what caused them").getByRole("listitem").first();
  await expect(incident).toContainText(/Caused by the deployment production of \d+ \w+ 20\d\d/);

  await incident.getByText("Link by hand").click();
  await incident.getByRole("combobox").selectOption("none");
  await incident.getByRole("button", { name: /^Save link of/ }).click();

  await expect(incident.getByRole("status")).toContainText("linked to no deployment, and no rule changes that");
  await expect(incident).toContainText("Linked to no deployment, by hand");
  await incident.getByRole("combobox").selectOption("rule");
  await incident.getByRole("button", { name: /^Save link of/ }).click();
  await expect(incident).toContainText(/Caused by the deployment production of/);
});

test("what is not deployed yet", async ({ page }) => {
  await goTo(page, "Delivery", "Delivery");
  const waiting = panel(page, /^Not deployed yet now/);

  await expect(waiting.getByRole("link", { name: /#\d+/ }).first()).toHaveAttribute("href", /\/pull\/\d+$/);
  await waiting.getByRole("button", { name: /How .* is defined/ }).click();
  await page.getByRole("link", { name: "What is in it, and what is left out" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Changes not deployed yet" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Merged for" })).toBeVisible();
  expect(await page.getByRole("row").count()).toBeGreaterThan(1);
});

test("what counts as production, tried before it is saved", async ({ page }) => {
  await goTo(page, "Delivery", "Delivery");
  await page.getByRole("link", { name: "What counts as production" }).click();
  const preview = panel(page, "What it would count");
  await expect(preview).toContainText(/[1-9]\d* deployments of production/);

  await page.getByLabel("Named like").fill("staging");
  await page.getByRole("button", { name: "Show what it would count" }).click();

  await expect(page.getByText("This rule is not saved yet")).toBeVisible();
  await expect(preview).toContainText(/staging/);
  await page.getByLabel("Named like").fill("nowhere");
  await page.getByRole("button", { name: "Show what it would count" }).click();
  await expect(preview).toContainText("0 deployments of production");
});

test("what runs now moves while somebody looks, without a reload", async ({ page }) => {
  await goTo(page, "Actions", "Actions Monitor");
  const before = await readCount(page, "Runs");
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  await expect.poll(async () => await readCount(page, "Runs")).toBeGreaterThan(before);

  expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
});
