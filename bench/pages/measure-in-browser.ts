import type { Browser } from "@playwright/test";

import { medianOf } from "../report.ts";
import { launchBrowser } from "./launch-browser.ts";

import type { SessionCookie } from "../../e2e/product/open-session.ts";

export type BrowserFigures = {
  /** Scripts as they came over the wire, compressed, with their headers. */
  readonly scriptKb: number;
  /** The page's own HTML, compressed. */
  readonly documentKb: number;
  readonly largestPaintMs: number;
  readonly largestPaintRunsMs: readonly number[];
  /** The worst of all runs. */
  readonly layoutShift: number;
};

const runs = 3;
const slowdown = 4;
// Long enough after the page has loaded for whatever comes late: fonts, hydration, a second paint.
const settleMs = 1_500;

/** What a person's browser does with a page, in Chromium on a processor four times slower, with nothing cached. */
export async function measureInBrowser(session: SessionCookie, url: string): Promise<BrowserFigures> {
  const browser = await launchBrowser();
  try {
    const loads: Load[] = [];
    for (let run = 0; run < runs; run += 1) loads.push(await loadOnce(browser, session, url));
    const largestPaintRunsMs = loads.map(({ largestPaintMs }) => largestPaintMs);
    return {
      scriptKb: Math.max(...loads.map(({ scriptBytes }) => scriptBytes)) / 1000,
      documentKb: Math.max(...loads.map(({ documentBytes }) => documentBytes)) / 1000,
      largestPaintMs: medianOf(largestPaintRunsMs),
      largestPaintRunsMs,
      layoutShift: Math.max(...loads.map(({ layoutShift }) => layoutShift)),
    };
  } finally {
    await browser.close();
  }
}

type Vitals = { readonly largestPaintMs: number; readonly layoutShift: number };
type Load = Vitals & { readonly scriptBytes: number; readonly documentBytes: number };

async function loadOnce(browser: Browser, session: SessionCookie, url: string): Promise<Load> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addCookies([session]);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    const kinds = new Map<string, string>();
    const bytes = new Map<string, number>();
    session.on("Network.responseReceived", ({ requestId, type }) => void kinds.set(requestId, type));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId) ?? "Other";
      bytes.set(kind, (bytes.get(kind) ?? 0) + encodedDataLength);
    });
    await session.send("Network.enable");
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.addInitScript(watchVitals);
    await page.goto(url, { waitUntil: "load" });
    await page.waitForTimeout(settleMs);
    const vitals = await page.evaluate<Vitals>("globalThis.pulseVitals");
    return { ...vitals, scriptBytes: bytes.get("Script") ?? 0, documentBytes: bytes.get("Document") ?? 0 };
  } finally {
    await context.close();
  }
}

/** Runs in the page, before anything else does. */
function watchVitals(): void {
  const vitals = { largestPaintMs: 0, layoutShift: 0 };
  Object.assign(globalThis, { pulseVitals: vitals });
  const observe = (type: string, take: (entry: PerformanceEntry) => void) => {
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  };
  observe("largest-contentful-paint", (entry) => {
    vitals.largestPaintMs = entry.startTime;
  });
  observe("layout-shift", (entry) => {
    if ("value" in entry && typeof entry.value === "number") vitals.layoutShift += entry.value;
  });
}
