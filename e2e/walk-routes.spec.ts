/** Every place of the web app, asked for as everybody there could be. A new page or route is walked because its file is there. */
import { expect, test } from "@playwright/test";

import { inWorkspace, routes } from "./walk/places.ts";
import { startWalk, type Walked } from "./walk/start-walk.ts";
import { testFormActions } from "./walk/test-form-actions.ts";
import { testOtherWorkspaces } from "./walk/test-other-workspaces.ts";
import { testRoles } from "./walk/test-roles.ts";
import { testSecrets } from "./walk/test-secrets.ts";
import { testStrangers } from "./walk/test-strangers.ts";

let walked: Walked | null = null;

function walk(): Walked {
  if (walked === null) throw new Error("nothing was started to walk");
  return walked;
}

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  walked = await startWalk();
});

test.afterAll(async () => {
  await walked?.stop();
});

test("there are routes to walk: pages by their files, the server's own by its source", () => {
  const patterns = routes.map(({ pattern }) => pattern);

  expect(inWorkspace.length).toBeGreaterThan(10);
  expect(patterns).toEqual(expect.arrayContaining(["/", "/sign-in", "/[workspace]/pulls", "/api/metrics/[id]"]));
  expect(patterns).toEqual(
    expect.arrayContaining(["/api/events", "/api/auth/sign-out", "/join/[token]", "/api/webhooks/github", "/webhook"]),
  );
});

testStrangers(walk);
testRoles(walk);
testFormActions(walk);

test("who is about to delete a workspace is offered everything in it first", async () => {
  const { text } = await walk().ask("/elsewhere/settings/workspace", { as: "mallory" });
  const offered = [...text.matchAll(/href="(\/elsewhere\/[^"]*items\/export[^"]*)"/g)].map(([, href = ""]) =>
    href.replaceAll("&amp;", "&"),
  );

  expect(offered).toHaveLength(4);
  expect(text).toContain('href="/elsewhere/settings/workspace/export"');
  for (const place of offered) {
    expect([place, (await walk().ask(place, { as: "mallory" })).status]).toEqual([place, 200]);
    const owned = await walk().ask(place.replace("/elsewhere/", "/default/"), { as: "ada" });
    expect([place, walk().leaksIn(owned.text).length > 20]).toEqual([place, true]);
  }
});

testOtherWorkspaces(walk);
testSecrets(walk);
