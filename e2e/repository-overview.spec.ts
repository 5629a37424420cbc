import type { Page } from "@playwright/test";

import { expect, filledUrl, test } from "./fixtures.ts";
import { generatedRepository } from "./product/archives.ts";
import { readCount, tile } from "./read-tiles.ts";

const board = (query: string) => `${filledUrl()}/default/overview${query}`;
const generated = `?repo=${encodeURIComponent(generatedRepository)}`;
const panel = (page: Page, title: string | RegExp) => page.getByRole("region", { name: title });
const repositoryNames = (page: Page) => panel(page, /^Repositories on one scale/).getByRole("heading", { level: 3 });

test.describe("Repository Overview", () => {
  for (const place of ["/", "/default"]) {
    test(`is where ${place} leads once there is data`, async ({ page }) => {
      await page.goto(`${filledUrl()}${place}`);

      await expect(page).toHaveURL(/\/default\/overview$/);
      await expect(page.getByRole("heading", { level: 1, name: "Repository Overview" })).toBeVisible();
    });
  }

  test("compares every repository, and leads from its name to that one alone", async ({ page }) => {
    await page.goto(board("?range=all"));
    const names = await repositoryNames(page).allInnerTexts();

    expect(names).toContain(generatedRepository);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
    await repositoryNames(page).getByRole("link", { name: generatedRepository }).click();

    await expect(page).toHaveURL(/repo=acme(%2F|\/)lighthouse/);
    await expect(repositoryNames(page)).toHaveText([generatedRepository]);
    await expect(panel(page, /^Repositories on one scale/)).toContainText("There is one repository to look at");
  });

  test("sorts the repositories by a number, in the address", async ({ page }) => {
    await page.goto(board("?range=all"));
    const sort = page.getByRole("group", { name: "Sort the repositories" });
    const figures = panel(page, /^Repositories on one scale/).getByRole("link", { name: /^Open issues: / });

    await sort.getByRole("link", { name: "Open issues" }).click();

    await expect(page).toHaveURL(/repos_sort=-issue\.backlog/);
    const counts = (await figures.allInnerTexts()).map((text) => Number(/[\d,]+$/.exec(text.trim())?.[0]));
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  test("knows who makes half of the commits once commits are imported", async ({ page }) => {
    await page.goto(board(generated));
    const people = await readCount(page, "Contributor absence factor");
    const absence = panel(page, "Who makes half of the commits");

    await expect(absence.getByRole("listitem")).toHaveCount(people);
    await absence.getByRole("link", { name: "These people" }).click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Contributor absence factor");
    await expect(page.getByRole("table").getByRole("row")).toHaveCount(people + 1);
  });

  test("leads from the number of people to the people, by name and with what they did", async ({ page }) => {
    await page.goto(board(generated));
    const active = await readCount(page, "Active contributors");

    await tile(page, "Active contributors").getByRole("link").click();

    await expect(page).toHaveURL(/\/default\/overview\/items\?.*metric=repo\.active_contributors/);
    await expect(page.getByRole("columnheader", { name: "Last acted" })).toBeVisible();
    const rows = page.getByRole("table").getByRole("row");
    await expect(rows).toHaveCount(active + 1);
    const cells = await rows.evaluateAll((all) =>
      all
        .slice(1)
        .map((row) => [...row.querySelectorAll("td")].slice(0, 2).map((cell) => cell.innerText.toLowerCase())),
    );
    // Whoever git knows without an account stands under a name.
    const names = cells.map(([login, name]) => (login === "–" ? name : login));
    expect(names).toEqual(names.toSorted((a = "", b = "") => Number(a > b) - Number(a < b)));
  });

  test("leads from open work to the items that want somebody", async ({ page }) => {
    await page.goto(board(generated));
    const line = panel(page, /^Open work/).getByRole("link", { name: /^waiting for a review/ });
    const count = Number(/\d+/.exec(await line.innerText())?.[0]);

    await line.click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Waiting for a review");
    await expect(page.getByText(`${count} pull request`).first()).toBeVisible();
  });

  test("shows the newest first and the stalest first", async ({ page }) => {
    await page.goto(board(generated));
    const days = await panel(page, "Newest issues").getByRole("listitem").allInnerTexts();
    const stale = await panel(page, /^Stalest issues/)
      .getByRole("listitem")
      .allInnerTexts();

    expect(days.length).toBeGreaterThan(0);
    const untouched = stale.map((text) => Number(/(\d+) d/.exec(text)?.[1]));
    expect(untouched).toEqual(untouched.toSorted((a, b) => b - a));
  });

  test("says what is not known here, and what would bring it", async ({ page }) => {
    await page.goto(board(generated));

    await expect(panel(page, "Releases, newest first")).toContainText("Releases are not known here");
    await expect(panel(page, "Stars, forks and watchers")).toContainText("first read from GitHub itself");
  });

  test("gives the comparison as CSV, a line for each repository and number", async ({ page, request }) => {
    await page.goto(board("?range=all"));
    const shown = await repositoryNames(page).count();
    const href = await page.getByRole("link", { name: /^Repositories on one scale, .* as CSV$/ }).getAttribute("href");

    const csv = await (await request.get(new URL(href ?? "", filledUrl()).href)).text();

    expect(csv.split("\r\n").filter((line) => line.startsWith("issue.backlog,"))).toHaveLength(shown);
  });

  test("keeps a chosen window and repository in the address, over a reload", async ({ page }) => {
    await page.goto(board(""));
    await page.getByRole("button", { name: "all repositories" }).click();
    await page.getByRole("checkbox", { name: generatedRepository }).check();
    await expect(page).toHaveURL(/repo=acme(%2F|\/)lighthouse/);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "90 days" }).click();
    await page.getByRole("link", { name: "Last 365 days" }).click();
    await expect(page).toHaveURL(/range=365d/);

    await page.reload();

    await expect(page.getByRole("button", { name: generatedRepository, exact: true })).toBeVisible();
    await expect(page.getByRole("button", { name: "365 days" })).toBeVisible();
  });

  test("says so when nothing happened in a window", async ({ page }) => {
    await page.goto(board("?from=2001-01-01&to=2001-02-01"));

    await expect(page.getByText("Nothing happened in this window")).toBeVisible();
  });

  test("sends the numbers and the charts with the page itself", async ({ page, request }) => {
    await page.goto(board(generated));
    const merged = await readCount(page, "Merged");

    const html = await (await request.get(board(generated))).text();

    expect(html).toMatch(new RegExp(`>${merged}<`));
    expect(html.match(/<svg[^>]*viewBox/g)?.length ?? 0).toBeGreaterThan(10);
  });
});
