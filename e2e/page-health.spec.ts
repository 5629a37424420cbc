/** Plants what the journeys look for, so that their silence means something. */
import { expect, test, watchLayoutShift } from "./fixtures.ts";
import { expectNoSidewaysScroll, findAccessibilityFaults, findFaultsInBothThemes } from "./page-health.ts";

const document = (body: string) =>
  `<!doctype html><html lang="en"><title>Planted</title><main><h1>Planted</h1>${body}</main>`;

test.describe("what journeys look for", () => {
  test("a block that pushes others down is a layout shift", async ({ page }) => {
    const readShift = await watchLayoutShift(page);
    await page.route("http://planted.test/", async (route) => {
      await route.fulfill({ contentType: "text/html", body: document('<p id="pushed">Text that is pushed down.</p>') });
    });
    await page.goto("http://planted.test/");

    await page.evaluate(() => {
      const block = globalThis.document.createElement("div");
      block.style.height = "400px";
      globalThis.document.body.prepend(block);
    });

    await expect.poll(async () => (await readShift()).total).toBeGreaterThan(0.02);
    expect((await readShift()).moved.join()).toContain("<body");
  });

  test("an image without a text is an accessibility fault", async ({ page }) => {
    await page.setContent(document('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'));

    expect((await findAccessibilityFaults(page)).join()).toContain("image-alt");
  });

  test("a text that is too faint in the other theme alone is an accessibility fault", async ({ page }) => {
    await page.setContent(
      document(
        `<style>:root { color-scheme: light dark } body { color: light-dark(#111, #333); background: light-dark(#fff, #222) }</style><p>Faint at night</p>`,
      ),
    );

    expect((await findFaultsInBothThemes(page, "light")).join()).toMatch(/^dark: color-contrast[^]* p · /);
  });

  test("a block wider than the screen scrolls sideways", async ({ page }) => {
    await page.setContent(document('<div style="width: 3000px">wide</div>'));

    await expect(expectNoSidewaysScroll(page)).rejects.toThrow(/scrolls sideways/);
  });

  test("an error in the console is a complaint", async ({ page, complaints }) => {
    await page.setContent(document("<script>console.error('planted')</script>"));

    expect(complaints).toEqual(["planted"]);
    complaints.length = 0;
  });
});
