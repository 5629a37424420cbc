/** `./pulse up --demo` as somebody sees it who has no account: bars, then numbers, then something that moves. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { findFreePort } from "@pulse/kit";
import type { Page } from "@playwright/test";

import { expect, test, toCookie } from "./fixtures.ts";
import { openSession, type SessionCookie } from "./product/open-session.ts";
import { readCount } from "./read-tiles.ts";

const root = path.join(import.meta.dirname, "..");
const startMs = 5 * 60_000;
const readMs = 120_000;

let home: string;
let demo: ChildProcess;
let url: string;
let session: SessionCookie;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  test.setTimeout(startMs);
  home = mkdtempSync(path.join(tmpdir(), "pulse e2e demo "));
  const port = await findFreePort();
  demo = spawn(path.join(root, "pulse"), ["up", "--demo", "--json", "--port", String(port)], {
    cwd: root,
    env: { ...process.env, PULSE_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  demo.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  const lines = createInterface({ input: demo.stdout ?? process.stdin });
  const told = await Promise.race([once(lines, "line"), once(demo, "exit")]);
  if (typeof told[0] !== "string" || told[0].startsWith('{"error"')) {
    throw new Error(`./pulse up --demo ended:\n${said.join("").slice(-4000)}`);
  }
  const ready: { web: { url: string }; github: { url: string }; link: string } = JSON.parse(told[0]);
  expect(ready.github.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
  url = ready.web.url;
  session = await openSession(ready.link);
});

test.afterAll(async () => {
  demo.kill("SIGINT");
  if (demo.exitCode === null) await once(demo, "exit");
  rmSync(home, { recursive: true, force: true });
});

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([toCookie(session)]);
});

const open = async (page: Page, place: string) => await page.goto(`${url}/default/${place}`);

test("bars move while the repositories are read, until one after the other is there", async ({ page }) => {
  test.setTimeout(readMs + 30_000);
  await open(page, "repositories");

  await expect(page.getByRole("progressbar").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Demo data.")).toBeVisible();

  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /storefront/ }) });
  await expect(card).toContainText(/1\d\d pull requests · 1\d\d issues/, { timeout: readMs });
});

test("dashboards have numbers, and every page says that they are made up", async ({ page }) => {
  for (const place of ["overview", "issues", "pulls", "activity", "repositories", "settings/connections"]) {
    await open(page, place);
    await expect(page.getByText("Demo data.")).toBeVisible();
  }
  await open(page, "overview?repo=tidewater-demo%2Fstorefront");

  expect(await readCount(page, "Open issues")).toBeGreaterThan(5);
});

test("people go on working, and the page that is open shows it without a reload", async ({ page }) => {
  await open(page, "activity");
  const newest = page
    .getByRole("main")
    .getByRole("link", { name: /tidewater-demo/ })
    .first();
  const words = newest.locator("span span").first();
  const before = await words.innerText();
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  await expect(words).not.toHaveText(before, { timeout: 30_000 });

  expect(await page.evaluate("globalThis.isSamePage")).toBe(true);
});
