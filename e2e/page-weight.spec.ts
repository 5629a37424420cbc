/** What a page may weigh: scripts by what the browser really loads, and every chart once. */
import { generatedRepository } from "./product/archives.ts";
import { expect, filledUrl, test } from "./fixtures.ts";

const scriptBudgetBytes = 250_000;
const view = `repo=${encodeURIComponent(generatedRepository)}&range=365d`;
const pages = [
  `/default/overview?${view}`,
  `/default/issues?${view}`,
  `/default/pulls?${view}`,
  `/default/actions?${view}`,
  `/default/team?${view}`,
  `/default/delivery?${view}`,
  `/default/pulls/items?metric=pr.merged&repo=${encodeURIComponent(generatedRepository)}`,
  "/default/repositories",
  "/default/activity",
  "/default/settings/connections",
  "/default/settings/webhooks",
];

test.describe("a page", () => {
  for (const address of pages) {
    test(`${address.split("?")[0]} loads no more than 250 kB of compressed scripts`, async ({ page, context }) => {
      const session = await context.newCDPSession(page);
      const scripts = new Set<string>();
      let bytes = 0;
      session.on("Network.responseReceived", ({ requestId, type }) => {
        if (type === "Script") scripts.add(requestId);
      });
      session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
        if (scripts.has(requestId)) bytes += encodedDataLength;
      });
      await session.send("Network.enable");

      await page.goto(`${filledUrl()}${address}`, { waitUntil: "load" });

      expect(bytes).toBeGreaterThan(0);
      expect(bytes).toBeLessThan(scriptBudgetBytes);
    });
  }

  for (const name of ["overview", "issues", "pulls", "actions", "team"]) {
    test(`${name} carries its charts in its HTML, and not again in its data`, async ({ request }) => {
      const html = await (await request.get(`${filledUrl()}/default/${name}?${view}`)).text();

      const scripts = [...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1] ?? "").join("\n");
      const drawings = html.match(/class="drawing[^>]*><svg/g) ?? [];

      expect(drawings.length).toBeGreaterThan(1);
      expect(scripts).toContain("__next_f");
      expect(scripts).not.toMatch(/(<|\\u003c)svg/i);
    });
  }
});
