import type { Hit } from "./to-hits.ts";

/** The groups of what was found in their order, as they are called. */
export const hitGroups: readonly { readonly group: Hit["group"]; readonly title: string }[] = [
  { group: "items", title: "Issues and pull requests" },
  { group: "repositories", title: "Repositories" },
  { group: "people", title: "People" },
];
