/** A fault of ours, planted: the page says what to do and names its request, and the way to the other pages stays. */
import { connect } from "@pulse/db";
import { sql } from "kysely";

import { expect, test, toCookie } from "./fixtures.ts";
import { findAccessibilityFaults } from "./page-health.ts";
import { startProduct, type Product } from "./product/start-product.ts";

let product: Product;

test.beforeAll(async () => {
  product = await startProduct("broken");
  const db = connect({ url: product.databaseUrl, applicationName: "pulse-e2e", maxConnections: 1 });
  await sql`alter table pulse.label_groups rename to label_groups_that_are_gone`.execute(db);
  await db.destroy();
});

test.afterAll(async () => {
  await product.stop();
});

test("a page that breaks is a 500 in the frame, with its request as the log has it, and nothing of its inside", async ({
  page,
  complaints,
}) => {
  await page.context().addCookies([toCookie(product.session)]);

  const answer = await page.goto(`${product.url}/default/pulls`);

  expect(answer?.status()).toBe(500);
  const alert = page.getByRole("alert").filter({ hasText: "This view could not be shown" });
  await expect(alert).toContainText("Something broke on our side");
  const requestId = answer?.headers()["x-request-id"] ?? "none";
  await expect(alert).toContainText(requestId);
  expect(await page.content()).not.toContain("label_groups");
  await expect
    .poll(() => product.log())
    .toMatch(new RegExp(`page failed.*${requestId}|${requestId}.*page failed`, "s"));
  expect(await findAccessibilityFaults(page)).toEqual([]);

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Activity" }).click();
  await expect(page.getByRole("heading", { name: "Activity" })).toBeVisible();
  complaints.length = 0;
});
