/** The two pages of people and of production on an imported repository: what archives and clones know of them, and what they say where they know nothing. */
import { expect, filledUrl, test } from "./fixtures.ts";
import { generatedRepository } from "./product/archives.ts";
import { readCount, tile } from "./read-tiles.ts";

const generated = `?repo=${encodeURIComponent(generatedRepository)}`;
const team = (query: string) => `${filledUrl()}/default/team${query}`;

test.describe("Team Performance", () => {
  test("opens from the sidebar, people by name and with the note how to read them", async ({ page }) => {
    await page.goto(`${filledUrl()}/default/pulls${generated}`);
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Team" }).click();

    await expect(page.getByRole("heading", { level: 1, name: "Team Performance" })).toBeVisible();
    const people = page.getByRole("region", { name: "Who carries what" });
    await expect(people.getByText("not to compare people")).toBeVisible();
    await expect(people.getByRole("columnheader", { name: "Person" })).toHaveAttribute("aria-sort", "ascending");
    const names = await people.getByRole("rowheader").allInnerTexts();
    expect(names.length).toBeGreaterThan(5);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, "en", { sensitivity: "base" })));
  });

  test("counts every review once: the matrix sums up to the tile, and so do the people", async ({ page }) => {
    await page.goto(team(generated));
    const reviews = await readCount(page, "Reviews");
    expect(reviews).toBeGreaterThan(10);

    const sums = await page
      .getByRole("table", { name: "Reviews by author and reviewer" })
      .getByRole("row")
      .locator("td:last-child")
      .allInnerTexts();
    const given = await page
      .getByRole("table", { name: "Who carries what" })
      .getByRole("row")
      .locator("td:nth-child(3)")
      .allInnerTexts();

    const add = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0);
    expect(add(sums)).toBe(reviews);
    expect(add(given)).toBe(reviews);
  });

  test("leads from a person's figure to that person's reviews, each with its verdict", async ({ page }) => {
    await page.goto(team(`${generated}&sort=-reviews`));
    const row = page.getByRole("table", { name: "Who carries what" }).getByRole("row").nth(1);
    const name = (await row.getByRole("rowheader").innerText()).trim();

    await row.getByRole("cell").nth(1).getByRole("link").click();

    await expect(page.getByRole("heading", { level: 1, name: "Reviews" })).toBeVisible();
    await expect(page.getByRole("columnheader", { name: "Verdict" })).toBeVisible();
    const first = page.getByRole("row").nth(1);
    await expect(first).toContainText(name);
    await expect(first).toContainText(/approved|asked for changes|commented/);
  });

  test("knows commits where a clone was read, and who takes part", async ({ page }) => {
    await page.goto(team(generated));

    expect(await readCount(page, "Commits")).toBeGreaterThan(10);
    await expect(tile(page, "Participation").getByRole("link")).toHaveText(/^\d+ %/);
  });
});

test.describe("Delivery", () => {
  test("says that deployments are not known where only archives were read, and what to do", async ({ page }) => {
    await page.goto(`${filledUrl()}/default/delivery${generated}`);

    await expect(page.getByRole("heading", { level: 1, name: "Delivery" })).toBeVisible();
    await expect(page.getByText("Deployments are not known here")).toBeVisible();
    await expect(page.getByText("POST /api/deployments")).toBeVisible();
  });
});
