/** What is deployed, and the way back: a platform of our own, a product that is told of it, and a rollback that its worker does. */
import { startLocalPlatform, type LocalPlatform } from "@pulse/deploy/testing";

import { expect, test, toCookie, watchLayoutShift } from "./fixtures.ts";
import { expectNoSidewaysScroll, findFaultsAt, widths } from "./page-health.ts";
import { startProduct, type Product } from "./product/start-product.ts";

const commit = (digit: string) => digit.repeat(40);
const branch = "acme/a-repository-with-quite-a-long-name@main";
const source = { repo: "acme/a-repository-with-quite-a-long-name", branch: "main", deploy_on_push: false };
const worker = "a-worker-whose-name-has-32-lette";
const spec = {
  name: "a-shop-with-a-name-of-32-letters",
  ingress: { rules: [{ match: { path: { prefix: "/" } }, component: { name: "web" } }] },
  services: [
    {
      name: "web",
      github: source,
      http_port: 3000,
      envs: [
        { key: "QUEUE", value: `http://${worker}:8080` },
        { key: "NEXTAUTH_SECRET", type: "SECRET", value: "not-to-be-seen-by-anybody" },
      ],
    },
    { name: "by-tag", image: { registry_type: "GHCR", repository: "tagged", tag: "latest" }, internal_ports: [9000] },
  ],
  workers: [{ name: worker, github: source }],
};

let local: LocalPlatform;
let product: Product;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  // As long ago as it takes to have had two deployments by now.
  local = await startLocalPlatform({ now: new Date(Date.now() - 3_600_000) });
  local.setHead(branch, commit("1"));
  const { id } = local.addApp(spec);
  local.advance(60_000);
  local.setHead(branch, commit("2"));
  local.startDeployment(id);
  local.advance(3_500_000);
  product = await startProduct("deployments", {
    DIGITALOCEAN_ACCESS_TOKEN: local.token,
    DIGITALOCEAN_API_URL: local.apiUrl,
  });
});

test.afterAll(async () => {
  await product.stop();
  await local.close();
});

test.beforeEach(async ({ page }) => {
  await page.context().addCookies([toCookie(product.session)]);
});

const place = (search = "") => `${product.url}/default/deployments${search}`;

for (const at of widths) {
  test(`the app, its parts and its history, ${at.name}: accessible, still, and nothing sideways`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: at.opensIn });
    await page.setViewportSize({ width: at.width, height: at.height });
    const readShift = await watchLayoutShift(page);

    await page.goto(place(), { waitUntil: "networkidle" });

    await expect(page.getByRole("heading", { name: spec.name })).toBeVisible();
    await expect(page.getByText("$15 a month", { exact: false })).toBeVisible();
    await expect(page.getByRole("list", { name: "Parts" }).getByText("healthy, 1 of 1 ready")).toHaveCount(3);
    expect(await page.content()).not.toMatch(/not-to-be-seen|EV\[/);
    await expectNoSidewaysScroll(page);
    const { total, moved } = await readShift();
    expect(total, moved.join("\n")).toBeLessThan(0.02);
    expect(await findFaultsAt(page, at)).toEqual([]);
  });
}

test("a plan that cannot work says why, and there is no button; the whole app's is shown, agreed to, and followed to its end", async ({
  page,
}) => {
  await page.goto(place());
  await page.getByRole("link", { name: /^Roll back to this/ }).click();
  await expect(page.getByLabel("Plan")).toContainText("ask the platform to roll back, which pins the app");

  await page.getByRole("link", { name: "by-tag alone" }).click();
  await expect(page.getByLabel("Plan")).toContainText("SOURCE_NOT_PINNABLE: by-tag cannot be rolled back by itself");
  await expect(page.getByRole("button", { name: /^Roll back/ })).toHaveCount(0);

  await page.getByRole("link", { name: "The whole app" }).click();
  await page.getByLabel("Why").fill("sign-in is <b>broken</b>");
  await page.getByRole("button", { name: `Roll back ${spec.name}` }).click();

  const run = page.getByRole("region", { name: `Rollback of ${spec.name}, run` });
  await expect(run).toContainText("sign-in is <b>broken</b>");
  await expect(run.getByRole("status")).toContainText("Is being deployed");
  await expect(page.getByText("Is being deployed by", { exact: false })).toBeVisible();
  // The platform's clock is the test's.
  local.advance(600_000);
  await expect(run.getByRole("status")).toContainText("Succeeded");
  const newest = page.getByRole("region", { name: "History" }).getByRole("listitem").first();
  await expect(newest).toContainText("Runs now.");
  await expect(newest).toContainText(commit("1").slice(0, 7));
  expect(await findFaultsAt(page, { ...widths[2] })).toEqual([]);
});
