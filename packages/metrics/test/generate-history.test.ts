import fc from "fast-check";
import { expect, it } from "vitest";

import { anyHistory, days, firstAt } from "./generate-history.ts";
import type { History } from "./history.ts";

// As many as the property test looks at, of another seed: what is missing here would be missing there as well.
const histories = fc.sample(anyHistory, { numRuns: 16, seed: 20_261_121 });
const repositories = histories.flatMap((history: History) => history.repositories);
const issues = repositories.flatMap((repository) => repository.issues);
const pullRequests = repositories.flatMap((repository) => repository.pullRequests);
const items = [...issues, ...pullRequests];
const typedBots = new Set(["robot"]);

it.each<[string, () => boolean]>([
  ["items that were opened again", () => items.some(({ turns }) => turns.length >= 2)],
  [
    "items that were closed and opened again in one second",
    () => items.some(({ turns }) => turns.length >= 2 && turns[0] === turns[1]),
  ],
  ["deleted issues", () => issues.some(({ isDeleted }) => isDeleted)],
  ["deleted pull requests", () => pullRequests.some(({ isDeleted }) => isDeleted)],
  ["drafts, and such as left being one", () => pullRequests.some(({ draftTurns }) => draftTurns.length > 0)],
  ["ghosts as authors", () => items.some(({ author }) => author === null)],
  ["bots by type as authors", () => items.some(({ author }) => author !== null && typedBots.has(author))],
  [
    "commits dated after their pull request",
    () => pullRequests.some(({ createdAt, commits }) => commits.some(({ authoredAt }) => authoredAt > createdAt)),
  ],
  [
    "repositories read to before the days that windows are about end",
    () => repositories.some(({ asOf }) => asOf < firstAt + (days - 1) * 86_400),
  ],
])("histories hold %s", (_, isThere) => {
  expect(isThere()).toBe(true);
});

it("the clocks of Europe and America go back within the days of a history", () => {
  const offsetAt = (zone: string, at: number) =>
    new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
      .formatToParts(new Date(at * 1000))
      .find(({ type }) => type === "timeZoneName")?.value;

  for (const zone of ["Europe/Berlin", "America/New_York", "America/Havana", "Atlantic/Azores"]) {
    expect(offsetAt(zone, firstAt)).not.toBe(offsetAt(zone, firstAt + days * 86_400));
  }
});
