/** `./pulse up --demo` as somebody sees it who has no account: bars, then numbers, then something that moves. */
import type { Page } from "@playwright/test";

import { expect, test, toCookie, whileReading } from "./fixtures.ts";
import { startDemo, type Demo } from "./product/start-demo.ts";
import { readCount } from "./read-tiles.ts";

let demo: Demo;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  demo = await startDemo();
  expect(demo.githubUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
});

test.afterAll(async () => {
  await demo.stop();
});

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([toCookie(demo.session)]);
});

const open = async (page: Page, place: string) => await page.goto(`${demo.url}/default/${place}`);

test("bars move while the repositories are read, until one after the other is there", async ({ page }) => {
  await open(page, "repositories");

  await expect(page.getByRole("progressbar").first()).toBeVisible();
  await expect(page.getByText("Demo data.")).toBeVisible();

  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /storefront/ }) });
  await expect(card).toContainText(/1\d\d pull requests · 1\d\d issues/, whileReading);
});

test("dashboards have numbers, and every page says that they are made up", async ({ page }) => {
  for (const place of [
    "overview",
    "issues",
    "pulls",
    "team",
    "actions",
    "delivery",
    "activity",
    "repositories",
    "settings/connections",
  ]) {
    await open(page, place);
    await expect(page.getByText("Demo data.")).toBeVisible();
  }
  await open(page, "overview?repo=tidewater-demo%2Fstorefront");

  expect(await readCount(page, "Open issues")).toBeGreaterThan(5);
});

test("people go on working, and the page that is open shows it without a reload", async ({ page }) => {
  await open(page, "activity");
  const newest = page
    .getByRole("main")
    .getByRole("link", { name: /tidewater-demo/ })
    .first();
  const words = newest.locator("span span").first();
  const before = await words.innerText();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  await expect(words).not.toHaveText(before);

  expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
});
