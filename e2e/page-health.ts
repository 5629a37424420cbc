import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What pages are opened at, and in which theme. Where everything is in sight, the colours of the other one are judged as well. */
export const widths = [
  { name: "phone", width: 390, height: 844, opensIn: "light", isInBoth: false },
  { name: "tablet", width: 768, height: 1024, opensIn: "dark", isInBoth: false },
  { name: "desk", width: 1440, height: 900, opensIn: "light", isInBoth: true },
] as const;

/** What axe judges by colours. All else is the same in both themes, and judging it is slow. */
const rulesOfColour = ["color-contrast", "link-in-text-block"];

/** What axe finds against WCAG 2.2 AA and its own good practice, one line per fault with the element. */
export async function findAccessibilityFaults(page: Page): Promise<string[]> {
  return await analyze(new AxeBuilder({ page }));
}

/** Everything in the theme that the page was opened in, then the colours of the other one. */
export async function findFaultsInBothThemes(page: Page, first: "light" | "dark"): Promise<string[]> {
  const faults = await findAccessibilityFaults(page);
  const other = first === "light" ? "dark" : "light";
  await page.emulateMedia({ colorScheme: other, reducedMotion: "reduce" });
  const inOther = await analyze(new AxeBuilder({ page }).withRules(rulesOfColour));
  return [...faults, ...inOther.map((fault) => `${other}: ${fault}`)];
}

/** As much as is to be looked at in a window of this width. */
export async function findFaultsAt(page: Page, { opensIn, isInBoth }: (typeof widths)[number]): Promise<string[]> {
  return await (isInBoth ? findFaultsInBothThemes(page, opensIn) : findAccessibilityFaults(page));
}

async function analyze(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} · ${target.join(" ")} · ${failureSummary ?? ""}`),
  );
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(overflow, "pixels that the page scrolls sideways").toBeLessThanOrEqual(0);
}
