/**
 * Takes every page of the product from demo data at the widths of a phone, a tablet and a desk, in both themes, and puts all on one sheet to
 * be looked at: node e2e/take-contact-sheet.ts [FOLDER] [--link LINK]. With the link of a demo that runs already, none is started.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";

import { findFreePort } from "@pulse/kit";
import { chromium, type Browser } from "@playwright/test";

import { toCookie } from "./fixtures.ts";
import { openSession, type SessionCookie } from "./product/open-session.ts";

const root = path.join(import.meta.dirname, "..");
const widths = [390, 768, 1440] as const;
const themes = ["light", "dark"] as const;
// What lies below is more of the same.
const tallest = 2400;
const rowsPerSheet = 24;
// The demo reads five repositories; after this the largest of them is there.
const readMs = 150_000;

/** What a page needs to have something to show; without it it shows what it says then. */
const queries: Readonly<Record<string, string>> = {
  "actions/items": "?metric=ci.runs",
  "delivery/items": "?metric=dora.deployment_frequency",
  "issues/items": "?metric=issue.opened",
  "overview/items": "?metric=repo.active_contributors",
  "pulls/items": "?metric=pr.merged",
  "team/items": "?metric=team.reviews",
  search: "?q=fix",
};

type Shot = { readonly page: string; readonly width: number; readonly theme: string; readonly file: string };

const { values, positionals } = parseArgs({ options: { link: { type: "string" } }, allowPositionals: true });
const folder = path.resolve(positionals[0] ?? path.join(root, "test-results/contact-sheet"));
mkdirSync(folder, { recursive: true });
const demo = values.link === undefined ? await startDemo() : { link: values.link, stop: () => Promise.resolve() };
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const shots = await takeAll(browser, await openSession(demo.link));
  await putOnSheets(browser, shots);
} finally {
  await browser.close();
  await demo.stop();
}

/** Every page that has a file, so that a new one is on the sheet by itself. */
function listPages(): readonly string[] {
  const app = path.join(root, "apps/web/src/app");
  return readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "page.tsx")
    .map((entry) => path.relative(app, entry.parentPath).split(path.sep).join("/"))
    .map((place) => place.replaceAll(/\[\.\.\.\w+\]/g, "nothing-here"))
    .sort();
}

async function takeAll(browser: Browser, session: SessionCookie): Promise<readonly Shot[]> {
  const shots: Shot[] = [];
  for (const width of widths) {
    for (const theme of themes) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
      const tab = await context.newPage();
      for (const place of listPages()) {
        // Nobody is in on the pages of the door.
        if (place.startsWith("sign-in")) await context.clearCookies();
        else await context.addCookies([toCookie(session)]);
        const name = place.replace("[workspace]", "default");
        const query = queries[place.replace("[workspace]/", "")] ?? "";
        await tab.goto(`${session.url}/${name}${query}`, { waitUntil: "load" });
        const height = await tab.evaluate(() => document.documentElement.scrollHeight);
        // As high as the page: what is fixed to the bottom would else stand in its middle.
        const shown = Math.min(Math.max(height, 600), tallest);
        await tab.setViewportSize({ width, height: shown });
        const file = `${name.replaceAll("/", "-") || "root"}-${width}-${theme}.png`;
        await tab.screenshot({ path: path.join(folder, file) });
        await tab.setViewportSize({ width, height: 900 });
        shots.push({ page: name, width, theme, file });
      }
      await context.close();
    }
  }
  return shots;
}

async function putOnSheets(browser: Browser, shots: readonly Shot[]): Promise<void> {
  const rows = [...Map.groupBy(shots, ({ page }) => page)];
  const tab = await browser.newPage({ viewport: { width: 2600, height: 1000 } });
  for (let first = 0; first < rows.length; first += rowsPerSheet) {
    const name = `sheet-${first / rowsPerSheet + 1}`;
    const html = path.join(folder, `${name}.html`);
    writeFileSync(html, renderSheet(rows.slice(first, first + rowsPerSheet)));
    await tab.goto(`file://${html}`, { waitUntil: "load" });
    await tab.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    console.error(`wrote ${path.join(folder, `${name}.png`)}`);
  }
}

function renderSheet(rows: readonly (readonly [string, readonly Shot[]])[]): string {
  const row = ([page, shots]: readonly [string, readonly Shot[]]) =>
    `<h2>/${page}</h2><div>${shots
      .map(({ file, width, theme }) => `<figure><img src="${file}"><figcaption>${width} ${theme}</figcaption></figure>`)
      .join("")}</div>`;
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 16px; font: 13px sans-serif; background: #888 }
    h2 { font-size: 14px; margin: 12px 0 4px }
    div { display: grid; grid-template-columns: repeat(2, 1fr) repeat(2, 1.4fr) repeat(2, 2fr); gap: 8px; align-items: start }
    figure { margin: 0 } img { width: 100%; max-height: 520px; object-fit: cover; object-position: top }
  </style>${rows.map(row).join("")}`;
}

async function startDemo(): Promise<{ readonly link: string; readonly stop: () => Promise<void> }> {
  const home = mkdtempSync(path.join(tmpdir(), "pulse sheet "));
  const port = await findFreePort();
  const child = spawn(path.join(root, "pulse"), ["up", "--demo", "--json", "--port", String(port)], {
    cwd: root,
    env: { ...process.env, PULSE_HOME: home },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), once(child, "exit")]);
  if (typeof line !== "string") throw new Error("./pulse up --demo ended before it was ready");
  const { link }: { link: string } = JSON.parse(line);
  await delay(readMs);
  return {
    link,
    stop: async () => {
      child.kill("SIGINT");
      if (child.exitCode === null) await once(child, "exit");
      rmSync(home, { recursive: true, force: true });
    },
  };
}
