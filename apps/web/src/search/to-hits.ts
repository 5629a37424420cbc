import type { SearchAnswer } from "@pulse/actions";

import { itemUrl } from "../metric/item-view.ts";

export type Hit = {
  readonly group: "items" | "repositories" | "people";
  readonly kind: "issue" | "pull request" | "repository" | "person";
  readonly title: string;
  /** What tells it from others that are called the same. */
  readonly note: string;
  readonly href: string;
  /** It leads to GitHub. */
  readonly isOutside: boolean;
};

/** What was found, as lines that lead somewhere: items to GitHub, a repository to its overview, a person to what they did. */
export function toHits(answer: SearchAnswer, slug: string): readonly Hit[] {
  return [
    ...answer.items.map(({ kind, repository, number, title, state, author }): Hit => ({
      group: "items",
      kind: kind === "issue" ? "issue" : "pull request",
      title,
      note: [`${repository}#${number}`, state, author].filter((part) => part !== null).join(" · "),
      href: itemUrl({ repository, number }, kind),
      isOutside: true,
    })),
    ...answer.repositories.map(({ fullName }): Hit => ({
      group: "repositories",
      kind: "repository",
      title: fullName,
      note: "overview",
      href: `/${slug}/overview?${new URLSearchParams({ repo: fullName }).toString()}`,
      isOutside: false,
    })),
    ...answer.people.map(({ login, name, isBot }): Hit => ({
      group: "people",
      kind: "person",
      title: login,
      note: [name !== null && name !== login ? name : null, isBot ? "bot" : null, "activity"]
        .filter((part) => part !== null)
        .join(" · "),
      href: `/${slug}/activity?${new URLSearchParams({ person: login }).toString()}`,
      isOutside: false,
    })),
  ];
}
