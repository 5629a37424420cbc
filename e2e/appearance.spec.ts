/** What must hold on every page, in both themes and at every width: axe, no jumps, nothing sideways, 40 px to hit. */
import type { Page } from "@playwright/test";

import { cutPage } from "./cut-page.ts";
import { emptyUrl, expect, filledUrl, test, watchLayoutShift } from "./fixtures.ts";
import { expectNoSidewaysScroll, findFaultsAt, widths } from "./page-health.ts";
import { generatedRepository, labelGroup } from "./product/archives.ts";

const maxLayoutShift = 0.02;
const repository = encodeURIComponent(generatedRepository);

const pages: readonly { readonly name: string; readonly url: () => string }[] = [
  { name: "first run", url: () => `${emptyUrl()}/` },
  { name: "PR Analytics of one repository", url: () => `${filledUrl()}/default/pulls?repo=${repository}` },
  { name: "PR Analytics of everything", url: () => `${filledUrl()}/default/pulls?range=all` },
  { name: "PR Analytics without data", url: () => `${filledUrl()}/default/pulls?from=2001-01-01&to=2001-02-01` },
  { name: "Issue Velocity of one repository", url: () => `${filledUrl()}/default/issues?repo=${repository}` },
  { name: "Issue Velocity of everything", url: () => `${filledUrl()}/default/issues?range=all` },
  {
    name: "Issue Velocity by label group",
    url: () => `${filledUrl()}/default/issues?repo=${repository}&labels_by=label_group&label_group=${labelGroup}`,
  },
  { name: "Issue Velocity without data", url: () => `${filledUrl()}/default/issues?from=2001-01-01&to=2001-02-01` },
  { name: "Repository Overview of one repository", url: () => `${filledUrl()}/default/overview?repo=${repository}` },
  { name: "Repository Overview of everything", url: () => `${filledUrl()}/default/overview?range=all` },
  {
    name: "Repository Overview without data",
    url: () => `${filledUrl()}/default/overview?from=2001-01-01&to=2001-02-01`,
  },
  { name: "Actions Monitor of one repository", url: () => `${filledUrl()}/default/actions?repo=${repository}` },
  { name: "Actions Monitor without data", url: () => `${filledUrl()}/default/actions?from=2001-01-01&to=2001-02-01` },
  { name: "Team Performance of one repository", url: () => `${filledUrl()}/default/team?repo=${repository}` },
  { name: "Delivery without deployments", url: () => `${filledUrl()}/default/delivery?repo=${repository}` },
  { name: "deployments that nothing leads to", url: () => `${filledUrl()}/default/deployments` },
  { name: "rules of production", url: () => `${filledUrl()}/default/settings/delivery` },
  {
    name: "jobs",
    url: () => `${filledUrl()}/default/actions/items?metric=ci.top_failing&repo=${repository}`,
  },
  {
    name: "people",
    url: () => `${filledUrl()}/default/overview/items?metric=repo.active_contributors&repo=${repository}`,
  },
  {
    name: "issues left out",
    url: () =>
      `${filledUrl()}/default/issues/items?metric=issue.time_to_first_response&show=left_out&repo=${repository}`,
  },
  { name: "items", url: () => `${filledUrl()}/default/pulls/items?metric=pr.merged&repo=${repository}` },
];

for (const { name, url } of pages) {
  for (const at of widths) {
    test(`${name}, ${at.name}: accessible, still, and nothing sideways`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: at.opensIn });
      await page.setViewportSize({ width: at.width, height: at.height });
      const readShift = await watchLayoutShift(page);

      await page.goto(url(), { waitUntil: "networkidle" });

      await expectNoSidewaysScroll(page);
      const { total, moved } = await readShift();
      expect(total, `moved by itself:\n${moved.join("\n")}`).toBeLessThan(maxLayoutShift);
      expect(await findFaultsAt(page, at)).toEqual([]);
    });
  }
}

test("a font that comes late moves nothing", async ({ page }) => {
  const readShift = await watchLayoutShift(page);
  const { promise: painted, resolve: letFontsPass } = Promise.withResolvers<void>();
  await page.route("**/*.woff2", async (route) => {
    await painted;
    await route.continue();
  });
  const font = page.waitForResponse(/\.woff2$/);
  await page.goto(`${filledUrl()}/default/pulls?range=all`, { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();

  letFontsPass();
  await (await font).finished();
  await page.evaluate(async () => await document.fonts.ready);
  await waitForFrames(page);

  expect(await readShift()).toEqual({ total: 0, moved: [] });
});

test("a page that comes in pieces moves nothing", async ({ page }) => {
  const readShift = await watchLayoutShift(page);
  const { promise: painted, resolve: letRestPass } = Promise.withResolvers<void>();
  const cutAt = /<div role="group" aria-label="Filters"[^]*?<\/button>/;
  const pieces = await cutPage({ upstream: filledUrl(), cutAt, untilThen: painted });
  await page.goto(`${pieces.url}/default/team?repo=${repository}`, { waitUntil: "commit" });
  await page.getByRole("group", { name: "Filters", includeHidden: true }).waitFor({ state: "attached" });
  await waitForFrames(page);

  letRestPass();
  await page.waitForLoadState("networkidle");
  await waitForFrames(page);
  await pieces.close();

  const { total, moved } = await readShift();
  expect(total, moved.join("\n")).toBeLessThan(maxLayoutShift);
});

/** A shift is reported with the frame after the one that made it. */
async function waitForFrames(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}
