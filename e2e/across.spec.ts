/** What all dashboards have in common: filters, groups, charts, search, the bar of a phone, and faces for what goes wrong. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import type { Page } from "@playwright/test";

import { expect, filledUrl, test } from "./fixtures.ts";
import { findAccessibilityFaults } from "./page-health.ts";
import { generatedRepository } from "./product/archives.ts";
import { readCount } from "./read-tiles.ts";

const view = `repo=${encodeURIComponent(generatedRepository)}&range=365d`;
const phone = { width: 390, height: 844 };

const open = async (page: Page, place: string) => await page.goto(`${filledUrl()}/default/${place}`);

test("a person is found by a part of the name, and the page is theirs alone", async ({ page }) => {
  await open(page, `pulls?${view}`);
  const before = await readCount(page, "Opened");

  const newest = await page.request.get(`${filledUrl()}/api/pulls?repo=${encodeURIComponent(generatedRepository)}`);
  const { items }: { items: readonly { author: string }[] } = await newest.json();
  const author = items[0]?.author ?? "";

  await page.getByRole("button", { name: "everybody" }).click();
  const people = page.getByRole("dialog", { name: "People" });
  await people.getByRole("searchbox", { name: "Search people" }).fill(author.slice(0, -1));
  await people.getByRole("checkbox", { name: author }).first().check();

  await expect(page).toHaveURL(/person=/);
  await page.keyboard.press("Escape");
  await expect.poll(() => readCount(page, "Opened")).toBeLessThan(before);
});

test("numbers are grouped by author in a table by name, each cell leads to its list", async ({ page }) => {
  await open(page, `pulls?${view}`);
  await page.getByRole("button", { name: "group by" }).click();
  await page.getByRole("link", { name: "By author" }).click();

  const panel = page.getByRole("region", { name: "By author", exact: true });
  await expect(panel).toBeVisible();
  const names = await panel.getByRole("rowheader").allInnerTexts();
  expect(names.length).toBeGreaterThan(3);
  expect(names).toEqual(
    names.toSorted((left, right) => left.localeCompare(right, "en", { sensitivity: "base", numeric: true })),
  );

  await panel.getByRole("row").nth(1).getByRole("link").first().click();
  await expect(page).toHaveURL(/items\?.*person=/);
});

test("what cannot be narrowed to people says so", async ({ page }) => {
  const answer = await page.request.get(`${filledUrl()}/default/people?q=`);
  const { people }: { people: readonly { login: string }[] } = await answer.json();

  const everybody = people.map(({ login }) => `person=${encodeURIComponent(login)}`).join("&");
  await open(page, `overview?${view}&${everybody}`);

  await expect(page.getByText(/^Not narrowed to the chosen people or labels.*Releases/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
});

const badFilters = [
  ["range=yesterday", 400],
  ["from=soon", 400],
  ["tz=Mars%2FOlympus", 400],
  ["by=mood", 400],
  ["repo=nobody%2Fnothing", 404],
  ["person=nobody-here", 404],
  ["team=acme%2Fnobody", 404],
] as const;

for (const [query, status] of badFilters) {
  test(`${query} is a ${status} that names what is wrong, in the frame`, async ({ page, complaints }) => {
    const answer = await open(page, `pulls?${query}`);

    expect(answer?.status()).toBe(status);
    await expect(page.getByRole("alert").getByText("Request")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeVisible();
    await page.getByRole("link", { name: "Clear the filters" }).click();
    await expect(page.getByRole("region", { name: "Key numbers" })).toBeVisible();
    complaints.length = 0;
  });
}

test("an address that leads nowhere is a 404 in the frame; that of no workspace is one without", async ({
  page,
  complaints,
}) => {
  const inside = await open(page, "no/such/page");
  expect(inside?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).first()).toBeVisible();

  const outside = await page.goto(`${filledUrl()}/no-such-workspace/pulls`);
  expect(outside?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  complaints.length = 0;
});

test("a stretch of time that is drawn over becomes the window", async ({ page }) => {
  await open(page, `pulls?${view}`);
  const plot = page
    .getByRole("link", { name: /^Opened, merged and closed, by week\. Arrow keys/ })
    .filter({ visible: true });
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart is not on the page");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
  await page.mouse.up();

  await expect(page).toHaveURL(/\/pulls\?.*from=.*to=/);
  const { searchParams } = new URL(page.url());
  const days = (Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "")) / 86_400_000;
  expect(days).toBeGreaterThan(50);
  expect(days).toBeLessThan(110);
  expect(searchParams.get("range")).toBeNull();
});

test("every chart of every dashboard shows what is under a key, and leads to its items", async ({ page }) => {
  for (const place of ["overview", "issues", "pulls"]) {
    await open(page, `${place}?${view}`);
    const plots = page.getByRole("link", { name: /Arrow keys walk through it/ }).filter({ visible: true });
    const names = await plots.evaluateAll((links) => links.map((link) => link.getAttribute("aria-label") ?? ""));
    expect(names.length).toBeGreaterThan(1);
    for (const name of names) {
      const plot = page.getByRole("link", { name, exact: true }).filter({ visible: true }).first();
      await plot.focus();
      await page.keyboard.press("End");
      await page.keyboard.press("ArrowRight");
      const focused = page.locator("a:focus");
      await expect(focused, name).not.toHaveAttribute("aria-label", name);
      expect(await focused.getAttribute("href"), name).toMatch(/^https:\/\/github\.com\/|\/items\?/);
      await page.keyboard.press("Escape");
    }
  }
});

test("a chart is saved as a picture in the theme that was chosen, of the size that slides want", async ({ page }) => {
  await open(page, `pulls?${view}`);
  const pixels: string[] = [];
  for (const [theme, name] of [
    ["Light", "light"],
    ["Dark", "dark"],
  ] as const) {
    const button = page.getByRole("button", { name: / as PNG$/ }).first();
    const title = ((await button.getAttribute("aria-label")) ?? "").replace(/ as PNG$/, "");
    await button.click();
    const saving = page.waitForEvent("download");
    await page
      .getByRole("dialog", { name: `${title} as PNG` })
      .getByRole("button", { name: theme })
      .click();
    const file = await saving;
    const bytes = readFileSync(await file.path());

    expect(file.suggestedFilename()).toBe(`${title.replaceAll(",", "")} (${name}).png`);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    // Width, in the first chunk of every PNG.
    expect(bytes.readUInt32BE(16)).toBeGreaterThan(800);
    pixels.push(createHash("sha256").update(bytes).digest("hex"));
  }

  expect(new Set(pixels).size).toBe(2);
});

test("the search opens by a key, finds while somebody types, and goes on to all there is", async ({ page }) => {
  await open(page, "repositories");
  await page.keyboard.press("/");
  const dialog = page.getByRole("dialog", { name: "Search" });
  await dialog.getByRole("searchbox").fill("lighth");
  await expect(dialog.getByRole("link", { name: new RegExp(generatedRepository) })).toBeVisible();
  await dialog.getByRole("searchbox").fill("#12");
  await expect(dialog.getByRole("link", { name: /#12 ·/ }).first()).toBeVisible();
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/\/search\?q=%2312/);
  await expect(page.getByRole("region", { name: "Issues and pull requests" })).toBeVisible();
});

test("on a phone everything is at most two steps away, and a chosen page closes the sheet", async ({ page }) => {
  await page.setViewportSize(phone);
  await open(page, "pulls");
  const bar = page.getByRole("navigation", { name: "Main" }).filter({ visible: true });
  const boxes = await bar
    .getByRole("link")
    .or(bar.getByRole("button"))
    .evaluateAll((each) => each.map((one) => one.clientWidth));
  expect(boxes).toHaveLength(5);
  expect(Math.min(...boxes)).toBeGreaterThanOrEqual(60);

  await bar.getByRole("button", { name: "More" }).click();
  const sheet = page.getByRole("dialog");
  expect(await findAccessibilityFaults(page)).toEqual([]);
  await sheet.getByRole("link", { name: "Repositories" }).click();

  await expect(page).toHaveURL(/\/repositories$/);
  await expect(sheet).toBeHidden();
  await bar.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("dialog", { name: "Search" }).getByRole("searchbox")).toBeFocused();
});

test("a label group is saved under settings, and removed again", async ({ page }) => {
  await open(page, "settings/workspace");
  const card = page.getByRole("region", { name: "Label groups" });
  await card.getByLabel("Name of the group").fill("defects");
  await card.getByLabel("Labels").fill("bug\ntype: bug");
  await card.getByRole("button", { name: "Save group" }).click();
  await expect(card.getByRole("listitem").filter({ hasText: "defects" })).toContainText("bug, type: bug");

  await card.getByRole("button", { name: "Remove the label group defects" }).click();
  await expect(card.getByRole("listitem").filter({ hasText: "defects" })).toHaveCount(0);
});
