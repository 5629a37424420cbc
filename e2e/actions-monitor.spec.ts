import { expect, filledUrl, test } from "./fixtures.ts";
import { generatedRepository, hasRealData, realRepositories } from "./product/archives.ts";
import { readCount, tile } from "./read-tiles.ts";

const board = (query: string) => `${filledUrl()}/default/actions${query}`;
const generated = `?repo=${encodeURIComponent(generatedRepository)}`;
const github = `https://github.com/${generatedRepository}/actions/runs`;

test.describe("Actions Monitor", () => {
  test("opens from the sidebar under the filters of the page before", async ({ page }) => {
    await page.goto(`${filledUrl()}/default/pulls${generated}`);
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Actions" }).click();

    await expect(page).toHaveURL(/\/default\/actions\?repo=acme(%2F|\/)lighthouse/);
    await expect(page.getByRole("heading", { level: 1, name: "Actions Monitor" })).toBeVisible();
  });

  test("leads from a number to its attempts, each with its outcome and its log at GitHub", async ({ page }) => {
    await page.goto(board(generated));
    const runs = await readCount(page, "Runs");

    await tile(page, "Runs").getByRole("link").click();

    await expect(page.getByRole("heading", { level: 1, name: "Runs" })).toBeVisible();
    await expect(page.getByText(`${runs} attempts of runs`)).toBeVisible();
    const first = page.getByRole("row").nth(1);
    await expect(first).toContainText(/succeeded|failed/);
    await expect(first.getByRole("link")).toHaveAttribute("href", new RegExp(`^${github}/\\d+/attempts/\\d+$`));
  });

  test("tells which workflow is flaky, sorted by it in the address", async ({ page }) => {
    await page.goto(board(generated));
    const header = page.getByRole("columnheader", { name: "Flaky" });

    await header.getByRole("link").click();

    await expect(page).toHaveURL(/sort=-flaky/);
    await expect(header).toHaveAttribute("aria-sort", "descending");
    const rows = page.getByRole("table", { name: "Workflows" }).getByRole("row");
    await expect(rows.nth(1).getByRole("rowheader")).toHaveText("End to end");
    await expect(rows).toHaveCount(3);
  });

  test("tells which step fails, and leads to the log of the last time", async ({ page }) => {
    await page.goto(board(generated));
    const failing = page.getByRole("region", { name: "Jobs and steps that fail most" });

    const step = failing.getByRole("link", { name: /step Walk through the journeys/ });

    await expect(step).toHaveAttribute("href", new RegExp(`^${github}/\\d+/job/\\d+$`));
    const shown = await failing.getByRole("link", { name: /^browser \d+ times/ }).innerText();
    expect(Number(/(\d+) times/.exec(shown)?.[1])).toBeGreaterThan(5);
  });

  test("says the numbers of its charts to whoever walks them by keyboard, and as a table", async ({ page }) => {
    await page.goto(board(generated));
    const panel = page.getByRole("region", { name: /^Run duration, by week/ });

    await panel.getByRole("link", { name: /Arrow keys walk/ }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");

    await expect(panel.locator("a:focus")).toHaveAccessibleName(/Week of .*, p50 .*min.*, p95 .*min.*, n \d+/);
    await panel.getByText("Show as a table").click();
    await expect(panel.getByRole("row").nth(2)).toContainText(/Week of .* min/);
  });

  test("gives a list of runs as a file with how each ended", async ({ page, request }) => {
    await page.goto(board(generated));
    const href = await page
      .getByRole("link", { name: "Running now as CSV" })
      .or(page.getByRole("link", { name: /^Running on .* as CSV$/ }))
      .getAttribute("href");

    const csv = await (
      await request.get(new URL((href ?? "").replace("filter=unfinished", "filter=failure"), filledUrl()).href)
    ).text();

    const [head, ...lines] = csv.trimEnd().split("\r\n");
    expect(head).toBe("repository,number,title,url,author,state,attempt,at,value");
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => !line.includes(",failure,"))).toEqual([]);
  });

  test("says that runs are not known where only an archive was imported", async ({ page }) => {
    test.skip(!hasRealData, "no ../shared/data beside this checkout");
    await page.goto(board(`?repo=${encodeURIComponent(realRepositories[0].repository)}`));

    await expect(page.getByText("Workflow runs are not known here")).toBeVisible();
    await expect(page.getByRole("link", { name: "Connect a repository" })).toBeVisible();
  });
});
