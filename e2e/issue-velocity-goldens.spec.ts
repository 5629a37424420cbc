/** Every window of the three real archives, read off the tiles and the table of labels in a real browser. */
import type { Page } from "@playwright/test";

import { countAsShown, durationAsShown, ratioAsShown, signedAsShown } from "./as-shown.ts";
import { expect, filledUrl, test } from "./fixtures.ts";
import { readGoldenWindows, windowQuery, type GoldenWindow } from "./goldens.ts";
import { hasRealData, realRepositories } from "./product/archives.ts";
import { readTiles } from "./read-tiles.ts";

const pageOf = (repository: string, window: GoldenWindow) =>
  `${filledUrl()}/default/issues?${windowQuery(repository, window).toString()}&labels=all`;

const tilesExpected = ({ metrics }: GoldenWindow): Record<string, string> => ({
  Opened: countAsShown(metrics["issue.opened"]),
  Closed: countAsShown(metrics["issue.closed"]),
  "Net flow": signedAsShown(metrics["issue.net"]),
  "Backlog at the end": countAsShown(metrics["issue.backlog"]),
  "Closure ratio": ratioAsShown(metrics["issue.closure_ratio"]),
  "Closure ratio (CHAOSS)": ratioAsShown(metrics["issue.chaoss_closure_ratio"]),
  "Time to first response": durationAsShown(metrics["issue.time_to_first_response"].p50),
  "Answered in time": ratioAsShown(metrics["issue.response_within_sla"].ratio),
  "Not answered": countAsShown(metrics["issue.time_to_first_response"].n_not_yet),
  "Time to close": durationAsShown(metrics["issue.time_to_close"].p50),
  "Age of open issues": durationAsShown(metrics["issue.age"].p50),
});

const sampleSizes = ({ metrics }: GoldenWindow): Record<string, string> => ({
  "Time to first response": countAsShown(metrics["issue.time_to_first_response"].n),
  "Answered in time": countAsShown(metrics["issue.response_within_sla"].n),
  "Time to close": countAsShown(metrics["issue.time_to_close"].n),
  "Age of open issues": countAsShown(metrics["issue.age"].n),
});

/** `opened closed open` by label; without a label it is called so. */
async function readLabels(page: Page): Promise<Record<string, string>> {
  const rows = await page.getByRole("table", { name: "Issues by label" }).getByRole("row").all();
  const read = rows.slice(1).map(async (row) => {
    const cells = (await row.getByRole("cell").allInnerTexts()).slice(0, 3);
    return [(await row.getByRole("rowheader").innerText()).trim(), cells.map((cell) => cell.trim()).join(" ")] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}

for (const { name, repository } of realRepositories) {
  test.describe(repository, () => {
    if (!hasRealData) {
      test("shows the golden numbers of its issues", () => {
        test.skip(!hasRealData, "no ../shared/data beside this checkout");
      });
      return;
    }
    for (const window of readGoldenWindows(name)) {
      test(`shows the golden numbers of its issues in ${window.name}`, async ({ page }) => {
        await page.goto(pageOf(repository, window));
        await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
        const expected = tilesExpected(window);

        const tiles = await readTiles(page, Object.keys(expected));

        expect(Object.fromEntries(tiles.map(({ title, value }) => [title, value]))).toEqual(expected);
        const sizes = sampleSizes(window);
        const shown = tiles.filter(({ title }) => title in sizes).map(({ title, n }) => [title, n]);
        expect(Object.fromEntries(shown)).toEqual(sizes);
        const labels = window.metrics["issue.by_label"].map(
          ({ label, opened, closed, open }) =>
            [label ?? "no label", [opened, closed, open].map(countAsShown).join(" ")] as const,
        );
        expect(await readLabels(page)).toEqual(Object.fromEntries(labels));
      });
    }
  });
}
