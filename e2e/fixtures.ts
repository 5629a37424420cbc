import { test as base, type Page } from "@playwright/test";

import type { SessionCookie } from "./product/open-session.ts";

type Fixtures = {
  /** Everything the browser complained about. A test that provokes complaints empties it itself. */
  readonly complaints: string[];
};

export { expect } from "@playwright/test";

/** For what a repository shows once it was read: minutes where other tests keep both cores busy. */
export const whileReading = { timeout: 10 * 60_000 };

/** Playwright's test, with the products started by start-products.ts, failing on anything the browser complains about. */
export const test = base.extend<Fixtures>({
  // Whoever reads dashboards is in; a test of the door itself begins with an empty state.
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures from here
  storageState: async ({}, provide) => {
    await provide({ cookies: readSessions().map(toCookie), origins: [] });
  },
  complaints: [
    async ({ page }, provide) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("requestfailed", (request) => {
        // The browser drops prefetches of its own when a page is left.
        const reason = request.failure()?.errorText;
        if (reason !== "net::ERR_ABORTED") complaints.push(`${request.url()}: ${reason}`);
      });
      await provide(complaints);
      base.expect(complaints, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],
});

function readSessions(): readonly SessionCookie[] {
  const sessions: SessionCookie[] = JSON.parse(readUrl("PULSE_E2E_SESSIONS"));
  return sessions;
}

/** As Playwright keeps it: cookies know their host and not its port. */
export function toCookie({ name, value, url }: SessionCookie) {
  const domain = new URL(url).hostname;
  return { name, value, domain, path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" as const };
}

type LayoutShift = { readonly total: number; readonly moved: readonly string[] };

/** Starts to add up layout shifts that no hand caused; call it before the first navigation. */
export async function watchLayoutShift(page: Page): Promise<() => Promise<LayoutShift>> {
  await page.addInitScript(() => {
    const seen = { total: 0, moved: new Array<string>() };
    Object.assign(globalThis, { pulseLayoutShift: seen });
    const describe = (node: unknown) =>
      node instanceof Element ? `<${node.tagName.toLowerCase()} class="${node.getAttribute("class") ?? ""}">` : "text";
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!("value" in entry) || typeof entry.value !== "number") continue;
        if ("hadRecentInput" in entry && entry.hadRecentInput === true) continue;
        seen.total += entry.value;
        const sources: readonly unknown[] = "sources" in entry && Array.isArray(entry.sources) ? entry.sources : [];
        for (const source of sources) {
          const node = typeof source === "object" && source !== null && "node" in source ? source.node : null;
          seen.moved.push(`${entry.value.toFixed(4)} ${describe(node)}`);
        }
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return async () => await page.evaluate<LayoutShift>("globalThis.pulseLayoutShift");
}

/** Root of an installation that nobody has given any data. */
export const emptyUrl = (): string => readUrl("PULSE_E2E_EMPTY_URL");

/** Root of an installation with archives: a generated one, and the real ones when they lie beside the checkout. */
export const filledUrl = (): string => readUrl("PULSE_E2E_FILLED_URL");

function readUrl(name: string): string {
  const url = process.env[name];
  if (url === undefined) throw new Error(`${name} is not set; journeys run by ./pulse test --browser.`);
  return url;
}
