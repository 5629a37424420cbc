import type { Locator, Page } from "@playwright/test";

export const tile = (page: Page, title: string): Locator =>
  page
    .getByRole("region", { name: "Key numbers" })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** The number of a tile as it is written. */
async function readTile(page: Page, title: string): Promise<string> {
  // The link's first part is the number, its second says to a screen reader where it leads.
  return (await tile(page, title).getByRole("link").locator("span").first().innerText()).trim();
}

export async function readCount(page: Page, title: string): Promise<number> {
  return Number((await readTile(page, title)).replaceAll(",", ""));
}

/** Value and sample size of each of these tiles. */
export async function readTiles(page: Page, titles: readonly string[]) {
  const read = async (title: string) => {
    const n = /\bn ([\d,]+)/.exec(await tile(page, title).innerText())?.[1];
    return { title, value: await readTile(page, title), n };
  };
  return await Promise.all(titles.map(read));
}
