import { setTimeout as delay } from "node:timers/promises";

import type { SessionCookie } from "../../e2e/product/open-session.ts";
import { launchBrowser } from "../pages/launch-browser.ts";

/** A number that a tile showed, and when it came: milliseconds since 1970. */
export type Seen = { readonly at: number; readonly value: number };

type Watching = {
  /** Resolves when the tile shows at least so much, or when the time is over. */
  readonly until: (value: number, timeoutMs: number) => Promise<void>;
  readonly read: () => Promise<readonly Seen[]>;
  readonly close: () => Promise<void>;
};

type Tile = {
  readonly session: SessionCookie;
  readonly url: string;
  /** Its heading. */
  readonly tile: string;
  /** What it shows when watching begins. */
  readonly value: number;
};

const openMs = 60_000;
const reloadMs = 5_000;
// Two frames of a screen.
const everyMs = 32;

/** Opens a page in Chromium and notes each number of one of its tiles. Nothing is reloaded once watching has begun. */
export async function watchTile({ session, url, tile, value }: Tile): Promise<Watching> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([session]);
  const page = await context.newPage();
  await page.addInitScript(noteNumbers, { tile, everyMs });
  // Asked from here: the page's own rules let nothing be compiled in it, which waiting inside of it would need.
  const latest = async (): Promise<number> => await page.evaluate<number>("globalThis.pulseSeen?.at(-1)?.value ?? -1");
  const shows = async (least: number, timeoutMs: number): Promise<boolean> => {
    for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(100)) {
      if ((await latest()) >= least) return true;
    }
    return false;
  };
  const deadline = Date.now() + openMs;
  for (;;) {
    await page.goto(url, { waitUntil: "load" });
    if (await shows(value, reloadMs)) break;
    if (Date.now() < deadline) continue;
    await browser.close();
    throw new Error(`The tile "${tile}" of ${url} did not show ${value} within ${openMs / 1000} s`);
  }
  return {
    until: async (least, timeoutMs) => void (await shows(least, timeoutMs)),
    read: async () => await page.evaluate<readonly Seen[]>("globalThis.pulseSeen"),
    close: async () => await browser.close(),
  };
}

/** Runs in the page, before anything else does. */
function noteNumbers({ tile, everyMs }: { readonly tile: string; readonly everyMs: number }): void {
  const seen: { at: number; value: number }[] = [];
  Object.assign(globalThis, { pulseSeen: seen });
  setInterval(() => {
    const found = [...document.querySelectorAll("li")].find(
      (item) => item.querySelector("h2, h3, h4")?.textContent?.trim() === tile,
    );
    const text = found?.querySelector("a span")?.textContent?.replaceAll(",", "").trim();
    if (text === undefined || !/^\d+$/.test(text)) return;
    const value = Number(text);
    if (seen.at(-1)?.value !== value) seen.push({ at: Date.now(), value });
  }, everyMs);
}
