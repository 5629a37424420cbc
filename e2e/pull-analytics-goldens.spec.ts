/** Every window of the three real archives, read off the tiles of the page in a real browser. */
import type { Page } from "@playwright/test";

import { countAsShown, durationAsShown, ratioAsShown } from "./as-shown.ts";
import { expect, filledUrl, test } from "./fixtures.ts";
import { readGoldenWindows, type GoldenWindow } from "./goldens.ts";
import { hasRealData, realRepositories } from "./product/archives.ts";

function pageOf(repository: string, window: GoldenWindow): string {
  const query = new URLSearchParams({ repo: repository, from: window.from, to: window.to });
  for (const bot of window.extra_bots) query.append("bot", bot);
  return `${filledUrl()}/default/pulls?${query.toString()}`;
}

function tilesExpected({ metrics }: GoldenWindow): Record<string, string> {
  return {
    "Time to first review": durationAsShown(metrics["pr.time_to_first_review"].p50),
    Pickup: durationAsShown(metrics["pr.pickup_time"].p50),
    Review: durationAsShown(metrics["pr.review_time"].p50),
    "Time to merge": durationAsShown(metrics["pr.time_to_merge"].p50),
    Merged: countAsShown(metrics["pr.merged"]),
    Opened: countAsShown(metrics["pr.opened"]),
    "Open at the end": countAsShown(metrics["pr.open"]),
    "Merge ratio": ratioAsShown(metrics["pr.merge_ratio"]),
    "Merged without review": ratioAsShown(metrics["pr.merged_without_review"].ratio),
    "Review depth": metrics["pr.review_depth"].p50 === null ? "–" : String(metrics["pr.review_depth"].p50),
  };
}

const sampleSizes = ({ metrics }: GoldenWindow): Record<string, string> => ({
  "Time to first review": countAsShown(metrics["pr.time_to_first_review"].n),
  Pickup: countAsShown(metrics["pr.pickup_time"].n),
  Review: countAsShown(metrics["pr.review_time"].n),
  "Time to merge": countAsShown(metrics["pr.time_to_merge"].n),
});

async function readTiles(page: Page, titles: readonly string[]) {
  const read = async (title: string) => {
    const tile = page
      .getByRole("region", { name: "Key numbers" })
      .getByRole("listitem")
      .filter({ has: page.getByRole("heading", { name: title, exact: true }) });
    // The link's first part is the number, its second says to a screen reader where it leads.
    const value = (await tile.getByRole("link").locator("span").first().innerText()).trim();
    const n = /\bn ([\d,]+)/.exec(await tile.innerText())?.[1];
    return { title, value, n };
  };
  return await Promise.all(titles.map(read));
}

for (const { name, repository } of realRepositories) {
  test.describe(repository, () => {
    if (!hasRealData) {
      test("shows the golden numbers", () => {
        test.skip(!hasRealData, "no ../shared/data beside this checkout");
      });
      return;
    }
    for (const window of readGoldenWindows(name)) {
      test(`shows the golden numbers of ${window.name}`, async ({ page }) => {
        await page.goto(pageOf(repository, window));
        await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
        const expected = tilesExpected(window);

        const tiles = await readTiles(page, Object.keys(expected));

        expect(Object.fromEntries(tiles.map(({ title, value }) => [title, value]))).toEqual(expected);
        const sizes = sampleSizes(window);
        const shown = tiles.filter(({ title }) => title in sizes).map(({ title, n }) => [title, n]);
        expect(Object.fromEntries(shown)).toEqual(sizes);
      });
    }
  });
}
