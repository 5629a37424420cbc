import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { emptyUrl, expect, test, toCookie } from "./fixtures.ts";
import { writeGeneratedData } from "./product/archives.ts";
import { startProduct } from "./product/start-product.ts";

test.describe("an installation without data", () => {
  test("says on its first page how to get data in", async ({ page }) => {
    await page.goto(emptyUrl());

    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByText("./pulse import archive")).toBeVisible();
    await expect(page.getByText("./pulse import git")).toBeVisible();
  });

  for (const dashboard of ["overview", "issues", "pulls", "team", "actions", "delivery"]) {
    test(`does not show numbers of ${dashboard} that it does not have`, async ({ page }) => {
      await page.goto(`${emptyUrl()}/default/${dashboard}`);

      await expect(page.getByText("./pulse import archive")).toBeVisible();
    });
  }

  test("answers health, readiness and version", async ({ request }) => {
    const health = await request.get(`${emptyUrl()}/api/health`);
    const ready = await request.get(`${emptyUrl()}/api/ready`);
    const version = await request.get(`${emptyUrl()}/api/version`);

    expect(health.status()).toBe(200);
    expect(await health.json()).toMatchObject({ services: { database: "healthy" } });
    expect(ready.status()).toBe(200);
    expect(await version.json()).toMatchObject({ version: expect.any(String) });
  });

  test("explains an address that does not exist", async ({ page, complaints }) => {
    const response = await page.goto(`${emptyUrl()}/default/no-such-page`);

    expect(response?.status()).toBe(404);
    await expect(page.getByRole("link").first()).toBeVisible();
    // The browser reports the 404 that this test asked for.
    complaints.length = 0;
  });

  test("is refused under a foreign Host header", async ({ request }) => {
    const response = await request.get(emptyUrl(), { headers: { host: "evil.example.com" } });

    expect(response.status()).toBeGreaterThanOrEqual(400);
  });
});

test("a person starts it, imports an archive, and the open page turns into the dashboard", async ({ page }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "pulse e2e journey "));
  const product = await startProduct("journey");
  await page.context().addCookies([toCookie(product.session)]);
  try {
    await page.goto(product.url);
    await expect(page.getByText("./pulse import archive")).toBeVisible();

    product.pulse("import", "archive", (await writeGeneratedData(folder)).archive);

    await expect(page.getByRole("heading", { level: 1, name: "Repository Overview" })).toBeVisible();
  } finally {
    await page.close();
    await product.stop();
    rmSync(folder, { recursive: true });
  }
});
