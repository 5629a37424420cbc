/** Every window of the three real archives, read off the tiles of the page in a real browser. */
import { countAsShown, durationAsShown, ratioAsShown } from "./as-shown.ts";
import { expect, filledUrl, test } from "./fixtures.ts";
import { readGoldenWindows, windowQuery, type GoldenWindow } from "./goldens.ts";
import { hasRealData, realRepositories } from "./product/archives.ts";
import { readTiles } from "./read-tiles.ts";

const pageOf = (repository: string, window: GoldenWindow) =>
  `${filledUrl()}/default/pulls?${windowQuery(repository, window).toString()}`;

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
