import { expect, test } from "vitest";

import { askFromOutside } from "./ask-from-outside.ts";
import type { ProbeAnswer } from "./deploy-ports.ts";

const url = "https://pulse.example.com";
const answer = (status: number, body: unknown = {}, location: string | null = null): ProbeAnswer => ({
  kind: "answer",
  status,
  location,
  body: JSON.stringify(body),
});
const authorize = (callback: string) =>
  `https://github.com/login/oauth/authorize?redirect_uri=${encodeURIComponent(callback)}`;
const well: Readonly<Record<string, ProbeAnswer>> = {
  "/api/health": answer(200, {
    services: { database: "healthy", mcp: "healthy", superset: "disabled", worker: "healthy" },
  }),
  "/api/ready": answer(200),
  "/api/version": answer(200),
  "/api/auth/signin/github": answer(302, {}, authorize(`${url}/api/auth/callback/github`)),
  "/api/auth/callback/github": answer(302),
  "/api/mcp/health": answer(200),
};

async function ask(over: Readonly<Record<string, ProbeAnswer>> = {}) {
  const answers = { ...well, ...over };
  const probe = (asked: string) => Promise.resolve(answers[new URL(asked).pathname] ?? answer(404));
  return await askFromOutside({ probe }, url);
}

test("what serves has no problem, and a part that is switched off is none", async () => {
  expect(await ask()).toEqual({ services: expect.objectContaining({ superset: "disabled" }), problem: null });
});

test.each<readonly [string, Readonly<Record<string, ProbeAnswer>>, string, RegExp]>([
  ["is not ready", { "/api/ready": answer(503) }, "SERVICE_UNAVAILABLE", /\/api\/ready answers 503/],
  [
    "gives no answer",
    { "/api/ready": { kind: "none", reason: "ECONNREFUSED" } },
    "SERVICE_UNAVAILABLE",
    /ECONNREFUSED/,
  ],
  ["has no callback", { "/api/auth/callback/github": answer(404) }, "OAUTH_REDIRECT_404", /callback/],
  [
    "sends people back elsewhere",
    { "/api/auth/signin/github": answer(302, {}, authorize("https://old.example.com/api/auth/callback/github")) },
    "OAUTH_REDIRECT_404",
    /old\.example\.com/,
  ],
  [
    "has a worker that is gone",
    { "/api/health": answer(200, { services: { database: "healthy", worker: "unhealthy" } }) },
    "SERVICE_UNAVAILABLE",
    /worker is unhealthy/,
  ],
])("one that %s is told by its code", async (_, over, code, cause) => {
  expect((await ask(over)).problem).toMatchObject({ code, cause: expect.stringMatching(cause) });
});
