import type { Page } from "@playwright/test";

import { expect, filledUrl, test } from "./fixtures.ts";
import { generatedRepository } from "./product/archives.ts";

const board = (query: string) => `${filledUrl()}/default/pulls${query}`;
const generated = `?repo=${encodeURIComponent(generatedRepository)}`;
const tile = (page: Page, title: string) =>
  page
    .getByRole("region", { name: "Key numbers" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });

const mergedCount = async (page: Page) =>
  Number((await tile(page, "Merged").getByRole("link").locator("span").first().innerText()).replaceAll(",", ""));

test.describe("PR Analytics", () => {
  test("opens from the sidebar", async ({ page }) => {
    await page.goto(filledUrl());
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Pull requests" }).click();

    await expect(page).toHaveURL(/\/default\/pulls/);
    await expect(page.getByRole("heading", { level: 1, name: "PR Analytics" })).toBeVisible();
  });

  test("keeps the chosen repository in the address, over a reload and a step back", async ({ page }) => {
    await page.goto(board("?range=all"));
    const all = await mergedCount(page);

    await page.getByRole("button", { name: "all repositories" }).click();
    await page.getByRole("checkbox", { name: generatedRepository }).check();

    await expect(page).toHaveURL(/repo=acme(%2F|\/)lighthouse/);
    await page.reload();
    await expect(page.getByRole("button", { name: generatedRepository, exact: true })).toBeVisible();
    expect(await mergedCount(page)).toBeLessThanOrEqual(all);
  });

  test("keeps the chosen window in the address and says which days it shows", async ({ page }) => {
    await page.goto(board(generated));
    await page.getByRole("button", { name: "90 days" }).click();
    await page.getByRole("link", { name: "Last 365 days" }).click();

    await expect(page).toHaveURL(/range=365d/);
    await expect(page.getByRole("button", { name: "365 days" })).toBeVisible();
  });

  test("shows the days that somebody asks for, the last one included", async ({ page }) => {
    await page.goto(board(generated));
    await page.getByRole("button", { name: "90 days" }).click();
    await page.getByLabel("First day").fill("2025-01-01");
    await page.getByLabel("Last day").fill("2025-03-31");
    await page.getByRole("button", { name: "Show these days" }).click();

    await expect(page).toHaveURL(/from=2025-01-01&to=2025-04-01/);
    await expect(page.getByText(/1 Jan – 31 Mar 2025/).first()).toBeVisible();
  });

  test("shows an imported archive's last days when it is old, and says so", async ({ page }) => {
    await page.goto(board(generated));

    expect(await mergedCount(page)).toBeGreaterThan(0);
    await expect(page.getByText(/30 Jun 2025/).first()).toBeVisible();
  });

  test("leads from a number to its items and on to GitHub", async ({ page }) => {
    await page.goto(board(generated));
    const merged = await mergedCount(page);

    await tile(page, "Merged").getByRole("link").click();

    await expect(page).toHaveURL(/\/default\/pulls\/items\?.*metric=pr\.merged/);
    await expect(page.getByRole("row")).toHaveCount(merged + 1);
    const links = page.getByRole("table").getByRole("link", { name: /./ });
    await expect(links.last()).toHaveAttribute("href", /^https:\/\/github\.com\/acme\/lighthouse\/pull\/\d+$/);
  });

  test("knows cycle time and size once commits are imported", async ({ page }) => {
    await page.goto(board(generated));

    await expect(tile(page, "Cycle time").getByRole("link")).toHaveText(/^\d+ (d|h|min)/);
    await expect(tile(page, "Size").getByRole("link")).toHaveText(/^[\d,.]+ lines?/);
  });

  test("gives the items behind a number as CSV, one line each", async ({ page, request }) => {
    await page.goto(board(generated));
    const href = await page.getByRole("link", { name: /^Slowest of the window as CSV$/ }).getAttribute("href");

    const csv = await (await request.get(new URL(href ?? "", filledUrl()).href)).text();

    expect(csv.trimEnd().split("\n")).toHaveLength((await mergedCount(page)) + 1);
  });

  test("sorts the slowest by a column, in the address", async ({ page }) => {
    await page.goto(board(generated));
    const number = page.getByRole("columnheader", { name: "#" });

    await number.getByRole("link").click();

    await expect(page).toHaveURL(/sort=-number/);
    await expect(number).toHaveAttribute("aria-sort", "descending");
    const shown = await page.getByRole("row").locator("td:first-child").allInnerTexts();
    const sorted = shown.map(Number).toSorted((left, right) => right - left);
    expect(shown.map(Number)).toEqual(sorted);
  });

  test("gives a number's definition one click away", async ({ page }) => {
    await page.goto(board(generated));

    await tile(page, "Pickup").getByRole("button").click();

    await expect(page.getByText("pr.pickup_time").first()).toBeVisible();
  });

  test("says what is wrong with an address that cannot be read", async ({ page, complaints }) => {
    await page.goto(board("?range=yesterday"));

    await expect(page.getByText(/range is none of 7d, 30d, 90d, 365d, all/)).toBeVisible();
    complaints.length = 0;
  });

  test("says so when a window has no data", async ({ page }) => {
    await page.goto(board(`${generated}&from=2001-01-01&to=2001-02-01`));

    await expect(page.getByText(/no (data|pull requests)|nothing/i).first()).toBeVisible();
  });

  test("can be worked by the keyboard alone, with the focus in sight", async ({ page }) => {
    await page.goto(board(generated));
    const filter = page.getByRole("button", { name: generatedRepository, exact: true });

    await filter.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("searchbox", { name: "Search repositories" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(filter).toBeFocused();
    await page.keyboard.press("Tab");

    const focused = page.locator(":focus");
    await expect(focused).toHaveText(/90 days/);
    const outline = await focused.evaluate((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return { isOutlined: outlineStyle !== "none" && outlineWidth !== "0px", boxShadow };
    });
    expect(outline.isOutlined || outline.boxShadow !== "none").toBe(true);
  });

  test("sends the numbers and the charts with the page itself", async ({ page, request }) => {
    await page.goto(board(generated));
    const merged = await mergedCount(page);

    const html = await (await request.get(board(generated))).text();

    expect(html).toMatch(new RegExp(`>${merged}<`));
    expect(html.match(/<svg[^>]*viewBox/g)?.length ?? 0).toBeGreaterThan(10);
  });
});
