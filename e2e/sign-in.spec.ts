import { createEmulator, type Emulator } from "emulate";
import { findFreePort } from "@pulse/kit";
import type { Browser, Page } from "@playwright/test";

import { emptyUrl, expect, test } from "./fixtures.ts";
import { expectNoSidewaysScroll, findAccessibilityFaults } from "./page-health.ts";
import { launchProduct, type Launched } from "./product/start-product.ts";

const clientId = "Ov23pulse";
const clientSecret = "the secret of the OAuth app";

test.describe("a local installation", () => {
  test("shows a stranger at the same machine nothing but how to come in", async ({ browser }) => {
    const page = await openStranger(browser);

    await page.goto(`${emptyUrl()}/default/pulls`);

    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Open it with a link");
    await expect(page.getByText("./pulse link", { exact: true })).toBeVisible();
    expect((await page.request.get(`${emptyUrl()}/api/metrics`)).status()).toBe(401);
    await page.context().close();
  });

  test("explains a link that was used already", async ({ browser }) => {
    const page = await openStranger(browser);

    await page.goto(`${emptyUrl()}/api/auth/link?token=spent`);

    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/used already/);
    await page.context().close();
  });
});

test("people sign in with GitHub, make a workspace, invite a viewer, and a third one sees nothing", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { github, product } = await startWithGitHub();
  try {
    const owner = await openStranger(browser);
    await owner.goto(product.link());
    await signIn(owner, "ada");
    await expect(owner).toHaveURL(/\/default/);

    await owner.goto(`${product.url}/default/settings/workspace`);
    await owner.getByText("Make another workspace").click();
    await owner.getByLabel("Name").last().fill("Platform");
    await owner.getByLabel("Address").fill("platform");
    await owner.getByRole("button", { name: "Make workspace" }).click();
    await expect(owner).toHaveURL(/\/platform/);

    await owner.goto(`${product.url}/platform/settings/members`);
    await owner.getByLabel("GitHub login").fill("grace");
    await owner.getByLabel("Role", { exact: true }).selectOption("viewer");
    await owner.getByRole("button", { name: "Invite" }).click();
    await expect(owner.getByText("grace is invited")).toBeVisible();
    await checkPage(owner);

    await owner.goto(`${product.url}/platform/settings/connections`);
    await owner.getByRole("link", { name: "Connect private and public repositories" }).click();
    expect(new URL(owner.url()).searchParams.get("scope")).toBe("repo read:org admin:repo_hook");
    await owner.getByRole("button", { name: "ada" }).first().click();
    await expect(owner).toHaveURL(/\/platform\/settings\/connections\?connect=done/);
    await expect(owner.getByText("Connected. Your token is encrypted")).toBeVisible();
    await expect(owner.getByRole("heading", { name: "GitHub of ada" })).toBeVisible();
    await checkPage(owner);

    const viewer = await openStranger(browser, { colorScheme: "dark", width: 390 });
    await viewer.goto(`${product.url}/platform/settings/members`);
    await signIn(viewer, "grace");
    await expect(viewer).toHaveURL(/\/platform\/settings\/members/);
    await expect(viewer.getByText("Viewer, since")).toBeVisible();
    await expect(viewer.getByRole("button", { name: "Invite" })).toHaveCount(0);
    await checkPage(viewer);
    expect((await viewer.goto(`${product.url}/default`))?.status()).toBe(404);

    const stranger = await openStranger(browser);
    await stranger.goto(`${product.url}/platform`);
    await signIn(stranger, "mallory");
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This Pulse-Hub is by invitation");
    expect((await stranger.request.get(`${product.url}/api/metrics`)).status()).toBe(401);

    await owner.goto(`${product.url}/platform/settings/account`);
    await owner.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(owner.getByRole("link", { name: "Sign in with GitHub" })).toBeVisible();
    for (const page of [owner, viewer, stranger]) await page.context().close();
  } finally {
    await product.stop();
    await github.close();
  }
});

test("a wrong client secret ends on a page that names the code and the fix", async ({ browser }) => {
  test.setTimeout(180_000);
  const { github, product } = await startWithGitHub({ clientSecret: "another secret" });
  try {
    const page = await openStranger(browser);
    await page.goto(`${product.url}/`);
    await signIn(page, "ada");

    await expect(page.getByText("OAUTH_CLIENT_INVALID")).toBeVisible();
    await expect(page.getByText("copies both from the OAuth app's page")).toBeVisible();
    await page.context().close();
  } finally {
    await product.stop();
    await github.close();
  }
});

type Started = { readonly github: Emulator; readonly product: Launched };

/** The product beside a GitHub that a third party wrote, with its own page of authorisation. */
async function startWithGitHub(given: { readonly clientSecret?: string } = {}): Promise<Started> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const users = ["ada", "grace", "mallory"].map((login) => ({ login, name: login, email: `${login}@example.com` }));
  const callback = `${url}/api/auth/callback/github`;
  const github = await createEmulator({
    service: "github",
    port: 0,
    seed: {
      github: {
        users,
        oauth_apps: [
          { client_id: clientId, client_secret: clientSecret, name: "Pulse-Hub", redirect_uris: [callback] },
        ],
      },
    },
  });
  try {
    const settings = {
      GITHUB_OAUTH_CLIENT_ID: clientId,
      GITHUB_OAUTH_CLIENT_SECRET: given.clientSecret ?? clientSecret,
      GITHUB_URL: github.url,
      GITHUB_API_URL: github.url,
      NEXTAUTH_URL: url,
    };
    const product = await launchProduct("sign-in", { settings, port });
    return { github, product };
  } catch (error) {
    await github.close();
    throw error;
  }
}

/** A browser that has never been here. */
async function openStranger(
  browser: Browser,
  look: { readonly colorScheme?: "light" | "dark"; readonly width?: number } = {},
): Promise<Page> {
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    viewport: { width: look.width ?? 1440, height: 900 },
    colorScheme: look.colorScheme ?? "light",
  });
  return await context.newPage();
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in with GitHub" }).click();
  await page.getByRole("button", { name: login }).first().click();
}

async function checkPage(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page);
  expect(await findAccessibilityFaults(page)).toEqual([]);
}
