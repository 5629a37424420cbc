/** What the tiles of the overview say of every window of the three real archives. */
import { countAsShown, durationAsShown, ratioAsShown } from "./as-shown.ts";
import { expect, filledUrl, test } from "./fixtures.ts";
import { readGoldenWindows, windowQuery, type GoldenWindow } from "./goldens.ts";
import { hasRealData, realRepositories } from "./product/archives.ts";
import { readTiles } from "./read-tiles.ts";

const tilesExpected = ({ metrics }: GoldenWindow): Record<string, string> => ({
  "Active contributors": countAsShown(metrics["repo.active_contributors"]),
  "New contributors": countAsShown(metrics["repo.new_contributors"]),
  Merged: countAsShown(metrics["pr.merged"]),
  "Issues closed": countAsShown(metrics["issue.closed"]),
  "Open issues": countAsShown(metrics["issue.backlog"]),
  "Open pull requests": countAsShown(metrics["pr.open"]),
  "Closure ratio": ratioAsShown(metrics["issue.closure_ratio"]),
  "Time to first response": durationAsShown(metrics["issue.time_to_first_response"].p50),
  "Time to first review": durationAsShown(metrics["pr.time_to_first_review"].p50),
  "Time to merge": durationAsShown(metrics["pr.time_to_merge"].p50),
});

for (const { name, repository } of realRepositories) {
  test(`shows the golden numbers of every window of ${repository} on the overview`, async ({ page }) => {
    test.skip(!hasRealData, "no ../shared/data beside this checkout");

    for (const window of readGoldenWindows(name)) {
      await page.goto(`${filledUrl()}/default/overview?${windowQuery(repository, window).toString()}`);
      await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
      const expected = tilesExpected(window);

      const tiles = await readTiles(page, Object.keys(expected));

      const shown = Object.fromEntries(tiles.map(({ title, value }) => [title, value]));
      expect(shown, window.name).toEqual(expected);
    }
  });
}
