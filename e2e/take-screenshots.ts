/** Makes the pictures in docs/images from generated data, so that nobody real is in them: node e2e/take-screenshots.ts */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { generateHistory, toArchive, writeGit } from "@pulse/github-replica";
import { chromium } from "@playwright/test";

import { toCookie } from "./fixtures.ts";
import { startProduct, type Product } from "./product/start-product.ts";

const images = path.join(import.meta.dirname, "../docs/images");
const repository = "acme/lighthouse";
const shots = [{ file: "pr-analytics.png", page: "/default/pulls?range=90d", width: 1440, height: 1000 }] as const;

const folder = mkdtempSync(path.join(tmpdir(), "pulse shots "));
const product = await startProduct("shots");
try {
  const history = generateHistory({
    repository,
    seed: 11,
    from: new Date("2025-01-06T00:00:00Z"),
    asOf: new Date("2026-06-28T18:00:00Z"),
    issues: 420,
    pullRequests: 900,
    people: 18,
  });
  const clone = path.join(folder, "lighthouse.git");
  const archive = path.join(folder, "lighthouse.archive.json");
  writeFileSync(archive, JSON.stringify(toArchive(history, await writeGit(history, clone))));
  product.pulse("import", "archive", archive);
  product.pulse("import", "git", clone, "--repo", repository);
  await takeAll(product);
} finally {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function takeAll({ url, session }: Product): Promise<void> {
  mkdirSync(images, { recursive: true });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    for (const { file, page: address, width, height } of shots) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: "light" });
      await page.context().addCookies([toCookie(session)]);
      await page.goto(`${url}${address}`, { waitUntil: "networkidle" });
      await page.screenshot({ path: path.join(images, file) });
      await page.close();
    }
  } finally {
    await browser.close();
  }
}
