import { defineConfig } from "@playwright/test";

import { findProgram } from "../test/system-packages.ts";

/** Debian's chromium, not one that Playwright would download: `./pulse test` installs it. */
const executablePath = findProgram("chromium", `${process.env["PATH"] ?? ""}:/usr/bin`) ?? "/usr/bin/chromium";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./product/start-products.ts",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Limits are for what never comes: how fast the product is, benchmarks tell.
  timeout: 15 * 60_000,
  globalTimeout: 60 * 60_000,
  expect: { timeout: 120_000 },
  use: {
    browserName: "chromium",
    headless: true,
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      // No sandbox: tests run as root in containers, and only visit our own pages on loopback.
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
    },
  },
});
