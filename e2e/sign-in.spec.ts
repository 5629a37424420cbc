import { generateHistory } from "@pulse/github-replica";
import { findFreePort } from "@pulse/kit";
import type { Browser, Page } from "@playwright/test";
import { z } from "zod";

import { emptyUrl, expect, test, whileReading } from "./fixtures.ts";
import { expectNoSidewaysScroll, findFaultsInBothThemes } from "./page-health.ts";
import { startGitHub, type GitHub } from "./product/start-github.ts";
import { launchProduct, type Launched } from "./product/start-product.ts";
import { readCount } from "./read-tiles.ts";

const clientId = "Ov23pulse";
const clientSecret = "the secret of the OAuth app";
const repository = "acme/harbour";
const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

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

test("somebody new signs in with GitHub, makes a workspace, connects a repository and watches it sync; a viewer sees it, and a third one nothing", async ({
  browser,
}) => {
  // Three people and a dozen pages in both themes: the longest of the journeys.
  test.setTimeout(30 * 60_000);
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

    const open = loadRepository(github);
    await connectAndWatch(owner, { github, product });
    await owner.goto(`${product.url}/platform/overview`);
    expect(await readCount(owner, "Open issues")).toBe(open);
    await checkPage(owner);

    await letProgramIn(owner, product);

    const viewer = await openStranger(browser, { colorScheme: "dark", viewport: phone });
    await viewer.goto(`${product.url}/platform/settings/members`);
    await signIn(viewer, "grace");
    await expect(viewer).toHaveURL(/\/platform\/settings\/members/);
    await expect(viewer.getByText("Viewer, since")).toBeVisible();
    await expect(viewer.getByRole("button", { name: "Invite" })).toHaveCount(0);
    await checkPage(viewer, "dark");
    await viewer.goto(`${product.url}/platform/overview`);
    expect(await readCount(viewer, "Open issues")).toBe(open);
    await checkPage(viewer, "dark");
    await viewer.goto(`${product.url}/platform/repositories`);
    await expect(viewer.getByRole("heading", { name: repository })).toBeVisible();
    await expect(viewer.getByRole("button", { name: /Connect|Sync|Stop|Delete/ })).toHaveCount(0);
    await checkPage(viewer, "dark");
    await viewer.goto(`${product.url}/platform/settings/connections`);
    await expect(viewer.getByRole("heading", { name: "GitHub of ada" })).toBeVisible();
    await expect(viewer.getByRole("button", { name: /Save|Check|Remove/ })).toHaveCount(0);
    expect((await viewer.goto(`${product.url}/default`))?.status()).toBe(404);

    const stranger = await openStranger(browser);
    await stranger.goto(`${product.url}/platform`);
    await signIn(stranger, "mallory");
    await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("This Pulse-Hub is by invitation");
    expect((await stranger.request.get(`${product.url}/api/metrics`)).status()).toBe(401);
    await stranger.goto(`${product.url}/platform/overview`);
    await expect(stranger.getByRole("link", { name: "Sign in with GitHub" })).toBeVisible();
    await expect(stranger.getByText(repository)).toHaveCount(0);

    await owner.goto(`${product.url}/platform/settings/account`);
    await owner.getByRole("button", { name: "Sign out", exact: true }).click();
    await expect(owner.getByRole("link", { name: "Sign in with GitHub" })).toBeVisible();
    await expectCallbackFault(stranger, { github, product });
    for (const page of [owner, viewer, stranger]) await page.context().close();
  } finally {
    await product.stop();
    await github.close();
  }
});

test("a wrong client secret ends on a page that names the code and the fix", async ({ browser }) => {
  const { github, product } = await startWithGitHub({ clientSecret: "another secret" });
  try {
    const page = await openStranger(browser);
    await page.goto(`${product.url}/`);
    await page.getByRole("link", { name: "Sign in with GitHub" }).click();

    await expect(page.getByText("OAUTH_CLIENT_INVALID")).toBeVisible();
    await expect(page.getByText("copies both from the OAuth app's page")).toBeVisible();
    await page.context().close();
  } finally {
    await product.stop();
    await github.close();
  }
});

type Started = { readonly github: GitHub; readonly product: Launched };

/** The product beside a GitHub whose pages of authorisation a third party wrote. */
async function startWithGitHub(given: { readonly clientSecret?: string } = {}): Promise<Started> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const callback = `${url}/api/auth/callback/github`;
  const github = await startGitHub(["ada", "grace", "mallory"], { clientId, clientSecret, callback });
  try {
    const settings = {
      GITHUB_OAUTH_CLIENT_ID: clientId,
      GITHUB_OAUTH_CLIENT_SECRET: given.clientSecret ?? clientSecret,
      GITHUB_URL: github.url,
      GITHUB_API_URL: github.apiUrl,
      NEXTAUTH_URL: url,
    };
    const product = await launchProduct("sign-in", { settings, port });
    return { github, product };
  } catch (error) {
    await github.close();
    throw error;
  }
}

/** A month of a repository at GitHub. Gives how many of its issues are open. */
function loadRepository({ replica }: GitHub): number {
  const asOf = new Date(Date.now() - 60_000);
  const from = new Date(asOf.getTime() - 30 * 86_400_000);
  const history = generateHistory({ repository, seed: 5, from, asOf, issues: 24, pullRequests: 16, people: 4 });
  replica.loadHistory(history);
  return history.issues.filter(({ closedAt }) => closedAt === null).length;
}

/** GitHub is slow until the bars of its reading were seen. */
async function connectAndWatch(page: Page, { github, product }: Started): Promise<void> {
  await page.goto(`${product.url}/platform/repositories`);
  await page.getByLabel("Repository", { exact: true }).fill(repository);
  github.replica.setLatency(700);
  await page.getByRole("button", { name: "Connect repository" }).click();
  await expect(page.getByText(`${repository} (public) is connected by "GitHub of ada"`)).toBeVisible();
  const card = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: repository }) });
  await expect(card.getByRole("progressbar").first()).toBeVisible();
  github.replica.setLatency(0);
  await expect(card).toContainText("16 pull requests · 24 issues", whileReading);
  await expect(card).toContainText("Synced", whileReading);
  await checkPage(page);
}

/** Somebody's program leads here, the person is asked on a phone, and what they allowed stands in their settings and in the log. */
async function letProgramIn(page: Page, product: Launched): Promise<void> {
  const returnsTo = `${product.url}/api/health`;
  const registered = await page.request.post(`${product.url}/api/auth/oauth2/register`, {
    data: { client_name: "Desk assistant", redirect_uris: [returnsTo], token_endpoint_auth_method: "none" },
  });
  const { client_id: clientId } = z.object({ client_id: z.string() }).parse(await registered.json());
  const asking = new URLSearchParams({
    response_type: "code",
    client_id: clientId,
    redirect_uri: returnsTo,
    scope: "read write",
    code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    code_challenge_method: "S256",
  });
  await page.setViewportSize(phone);
  await page.goto(`${product.url}/api/auth/oauth2/authorize?${asking.toString()}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Let Desk assistant in?");
  await checkPage(page);
  await page.getByLabel("Workspace").selectOption("platform");
  await page.getByLabel("write to GitHub, where your operator allows it").uncheck();
  await page.getByRole("button", { name: "Let it in" }).click();
  await expect(page).toHaveURL(/\/api\/health\?code=/);

  await page.goto(`${product.url}/platform/settings/account`);
  await expect(page.getByRole("listitem").filter({ hasText: "Desk assistant" })).toContainText("Platform, may read ·");
  await checkPage(page);
  await page.goto(`${product.url}/platform/settings/audit`);
  await expect(page.getByRole("listitem").filter({ hasText: "ada allow client" })).toContainText("web 127.0.0.1");
  await checkPage(page);
  await page.setViewportSize(desk);
}

/** A browser that has never been here. */
async function openStranger(
  browser: Browser,
  look: { readonly colorScheme?: "light" | "dark"; readonly viewport?: typeof phone } = {},
): Promise<Page> {
  const context = await browser.newContext({
    storageState: { cookies: [], origins: [] },
    viewport: look.viewport ?? desk,
    colorScheme: look.colorScheme ?? "light",
  });
  return await context.newPage();
}

async function expectCallbackFault(page: Page, { github, product }: Started): Promise<void> {
  for (const [address, path] of [
    [product.url.replace("127.0.0.1", "localhost"), "/api/auth/callback/github"],
    [product.url, "/auth/callback"],
  ] as const) {
    github.register(`${address}${path}`);
    await page.goto(`${product.url}/sign-in`);
    await page.getByRole("link", { name: "Sign in with GitHub" }).click();

    await expect(page.getByText("OAUTH_REDIRECT_404")).toBeVisible();
    await expect(page.getByText("followed by /api/auth/callback/github")).toBeVisible();
  }
}

async function signIn(page: Page, login: string): Promise<void> {
  await page.getByRole("link", { name: "Sign in with GitHub" }).click();
  await page.getByRole("button", { name: login }).first().click();
}

/** In the theme that it was opened in, then in the other, and then in its own again; on a phone nothing is beside the screen, either. */
async function checkPage(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
  const size = page.viewportSize() ?? desk;
  await page.setViewportSize(phone);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(size);
  await expectNoSidewaysScroll(page);
  expect(await findFaultsInBothThemes(page, theme)).toEqual([]);
  await page.emulateMedia({ colorScheme: theme });
}
