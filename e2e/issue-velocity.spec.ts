import type { Page } from "@playwright/test";

import { expect, filledUrl, test } from "./fixtures.ts";
import { generatedRepository, labelGroup } from "./product/archives.ts";
import { readCount, tile } from "./read-tiles.ts";

const board = (query: string) => `${filledUrl()}/default/issues${query}`;
const generated = `?repo=${encodeURIComponent(generatedRepository)}`;
const panel = (page: Page, title: string | RegExp) => page.getByRole("region", { name: title });
const itemRows = (page: Page) => page.getByRole("table").getByRole("row");

test.describe("Issue Velocity", () => {
  test("is one of the dashboards of the sidebar, and opens under the filters of the one before", async ({ page }) => {
    await page.goto(`${filledUrl()}/default/pulls${generated}&range=365d`);
    const main = page.getByRole("navigation", { name: "Main" });

    await expect(main.getByRole("link")).toHaveText([
      "Overview",
      "Issues",
      "Pull requests",
      "Team",
      "Actions",
      "Delivery",
      "Activity",
      "Repositories",
      "Tools",
      "Deployments",
      "Settings",
    ]);
    await main.getByRole("link", { name: "Issues" }).click();

    await expect(page).toHaveURL(/\/default\/issues\?.*range=365d/);
    await expect(page.getByRole("heading", { level: 1, name: "Issue Velocity" })).toBeVisible();
    await expect(page.getByRole("button", { name: generatedRepository, exact: true })).toBeVisible();
  });

  test("leads from a number to its issues and on to GitHub", async ({ page }) => {
    await page.goto(board(generated));
    const opened = await readCount(page, "Opened");

    await tile(page, "Opened").getByRole("link").click();

    await expect(page).toHaveURL(/\/default\/issues\/items\?.*metric=issue\.opened/);
    await expect(itemRows(page)).toHaveCount(opened + 1);
    const links = page.getByRole("table").getByRole("link", { name: /./ });
    await expect(links.last()).toHaveAttribute("href", /^https:\/\/github\.com\/acme\/lighthouse\/issues\/\d+$/);
  });

  test("leads from those who were not answered to exactly these", async ({ page }) => {
    await page.goto(board(generated));
    const notAnswered = await readCount(page, "Not answered");

    await tile(page, "Not answered").getByRole("link").click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Unanswered");
    await expect(itemRows(page)).toHaveCount(notAnswered + 1);
  });

  test("shows what a number leaves out, and why", async ({ page }) => {
    await page.goto(board(generated));
    await tile(page, "Time to first response").getByRole("link").click();
    const leftOut = page.getByRole("link", { name: /^Left out: \d+/ });
    const count = Number(/\d+/.exec(await leftOut.innerText())?.[0]);

    await leftOut.click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Time to first response: left out");
    await expect(itemRows(page)).toHaveCount(count + 1);
    await expect(page.getByRole("cell", { name: "nobody but its author has answered yet" }).first()).toBeVisible();
    await page.getByRole("link", { name: /^In the number/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Time to first response");
  });

  test("tells how a number is computed, and leads on to what is in it", async ({ page }) => {
    await page.goto(board(generated));

    await tile(page, "Answered in time").getByRole("button").click();
    await expect(page.getByText("issue.response_within_sla").first()).toBeVisible();
    await page.getByRole("link", { name: "What is in it, and what is left out" }).click();

    await expect(page.getByRole("region", { name: "How this number is computed" })).toContainText("48 hours");
  });

  test("lists who waits, and all of them one click away", async ({ page }) => {
    await page.goto(board(generated));
    const waiting = panel(page, /^Unanswered/);
    const all = waiting.getByRole("link", { name: /^All \d+/ });
    const total = Number(/\d+/.exec(await all.innerText())?.[0]);

    await all.click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Unanswered");
    await expect(itemRows(page)).toHaveCount(total + 1);
  });

  test("splits what is open by age, and each step leads to its issues", async ({ page }) => {
    await page.goto(board(generated));
    const step = panel(page, /^Age of what is open/).getByRole("link", { name: /^30 to 90 days/ });
    const count = Number(/(\d+)\s+issues/.exec(await step.innerText())?.[1]);

    await step.click();

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open for 30 to 90 days");
    await expect(itemRows(page)).toHaveCount(count + 1);
  });

  test("sorts labels in the address, and a label's figure leads to its issues", async ({ page }) => {
    await page.goto(board(`${generated}&range=all`));
    const table = page.getByRole("table", { name: "Issues by label" });
    const header = table.getByRole("columnheader", { name: "Opened" });

    await header.getByRole("link").click();
    await expect(page).toHaveURL(/labels_sort=-opened/);
    await expect(header).toHaveAttribute("aria-sort", "descending");
    const row = table.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "bug", exact: true }) });
    const opened = Number(await row.getByRole("cell").first().innerText());
    await row.getByRole("cell").first().getByRole("link").click();

    await expect(page).toHaveURL(/label=bug/);
    await expect(itemRows(page)).toHaveCount(opened + 1);
  });

  test("narrows to a label group and splits by them, all in the address", async ({ page }) => {
    await page.goto(board(`${generated}&range=all`));
    const all = await readCount(page, "Opened");

    await page.getByRole("link", { name: "Label groups" }).click();
    await expect(page).toHaveURL(/labels_by=label_group/);
    const table = page.getByRole("table", { name: "Issues by label group" });
    await expect(table.getByRole("rowheader", { name: labelGroup })).toBeVisible();
    await page.getByRole("button", { name: "all labels" }).click();
    await page.getByRole("checkbox", { name: labelGroup }).check();

    await expect(page).toHaveURL(new RegExp(`label_group=${labelGroup}`));
    await expect(page.getByRole("button", { name: labelGroup, exact: true })).toBeVisible();
    await expect.poll(async () => await readCount(page, "Opened")).toBeLessThan(all);
  });

  test("gives the numbers of a panel as CSV and as JSON", async ({ page, request }) => {
    await page.goto(board(generated));
    const fetchFile = async (name: RegExp) => {
      const href = await page.getByRole("link", { name }).getAttribute("href");
      return await request.get(new URL(href ?? "", filledUrl()).href);
    };

    const csv = await (await fetchFile(/^Opened, closed and backlog, .* as CSV$/)).text();
    const json = await (await fetchFile(/^Milestones, .* as JSON$/)).json();

    expect(csv.split("\r\n")[0]).toBe("metric,unit,key,name,value,n,excluded");
    expect(csv).toContain("issue.net,count,");
    expect(json).toEqual([]);
  });

  test("says why a milestone is not there, and what would bring one", async ({ page }) => {
    await page.goto(board(generated));

    await expect(panel(page, /^Milestones/)).toContainText("when a repository is read from GitHub itself");
  });

  test("says so when a window has no data, and leads back to all time", async ({ page }) => {
    await page.goto(board(`${generated}&from=2001-01-01&to=2001-02-01`));

    await expect(page.getByText("These filters leave nothing over")).toBeVisible();
    await page.getByRole("link", { name: "Show all time" }).click();
    await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
  });

  test("says what is wrong with an address that cannot be read", async ({ page, complaints }) => {
    await page.goto(board("?label_group=nobody+saved+this"));

    await expect(page.getByText(/There is no label group "nobody saved this"/)).toBeVisible();
    complaints.length = 0;
  });

  test("walks through a chart by the keyboard, to the week's issues", async ({ page }) => {
    await page.goto(board(generated));
    const chart = panel(page, /^Opened, closed and backlog/).getByRole("link", { name: /Arrow keys walk through it/ });

    await chart.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await expect(page.locator(":focus")).toHaveAttribute("aria-label", /^Week of .*, opened \d+, closed \d+, net/);
    await page.keyboard.press("Enter");

    await expect(page).toHaveURL(/metric=issue\.net/);
  });
});
