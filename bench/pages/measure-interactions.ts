import type { Page } from "@playwright/test";

import type { SessionCookie } from "../../e2e/product/open-session.ts";
import { launchBrowser } from "./launch-browser.ts";

/** What a person did, and how long the page took until it painted the answer to it: the slowest event of it. */
export type InteractionFigure = { readonly name: string; readonly ms: number };

const slowdown = 4;
// Event timing tells of an event after the next paint; a frame that takes longer than this is far from any goal.
const settleMs = 1_500;

type Interaction = { readonly name: string; readonly act: (page: Page) => Promise<void> };

// Each begins where the one before ended; every dashboard has all of them.
const interactions: readonly Interaction[] = [
  {
    name: "open a definition",
    act: (page) =>
      page
        .getByRole("button", { name: /^How .* is defined$/ })
        .first()
        .click(),
  },
  { name: "close it by key", act: (page) => page.keyboard.press("Escape") },
  {
    name: "open the windows",
    act: (page) =>
      page
        .getByRole("button", { name: /^(7|30|90|365|custom) days$|^all time$/ })
        .first()
        .click(),
  },
  { name: "choose a window", act: (page) => page.getByRole("link", { name: "Last 30 days" }).click() },
  { name: "search by key", act: (page) => page.keyboard.press("/") },
  { name: "type into search", act: (page) => page.keyboard.press("a") },
];

/** How soon a dashboard answers clicks and keys, in Chromium on a processor four times slower, once it has loaded. */
export async function measureInteractions(session: SessionCookie, url: string): Promise<readonly InteractionFigure[]> {
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await context.addCookies([session]);
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const devtools = await context.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.addInitScript(watchEvents);
    await page.goto(url, { waitUntil: "load" });
    await page.waitForTimeout(settleMs);
    const figures: InteractionFigure[] = [];
    for (const { name, act } of interactions) {
      await page.evaluate("globalThis.pulseEvents.length = 0");
      await act(page);
      await page.waitForTimeout(settleMs);
      const durations = await page.evaluate<number[]>("globalThis.pulseEvents");
      // The browser tells of nothing faster than two frames.
      figures.push({ name, ms: Math.max(16, ...durations) });
    }
    return figures;
  } finally {
    await browser.close();
  }
}

/** Runs in the page, before anything else does. */
function watchEvents(): void {
  const durations: number[] = [];
  Object.assign(globalThis, { pulseEvents: durations });
  const options = { type: "event", buffered: true, durationThreshold: 16 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if ("interactionId" in entry && typeof entry.interactionId === "number" && entry.interactionId > 0) {
        durations.push(entry.duration);
      }
    }
  }).observe(options);
}
