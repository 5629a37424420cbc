import { AppError } from "@pulse/kit";

import { isRepositoryName } from "../save/parse-repository-name.ts";

/** Where a hook lives: a repository, or an organisation with all its repositories. */
export type HookTarget =
  | { readonly kind: "repository"; readonly name: string; readonly path: string }
  | { readonly kind: "organisation"; readonly name: string; readonly path: string };

const organisationPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;

/** Reads `owner/name` or the name of an organisation. Throws `invalid` for anything else. */
export function parseHookTarget(text: string): HookTarget {
  if (isRepositoryName(text)) return { kind: "repository", name: text, path: `/repos/${text}/hooks` };
  if (organisationPattern.test(text)) return { kind: "organisation", name: text, path: `/orgs/${text}/hooks` };
  throw new AppError(
    "invalid",
    `${JSON.stringify(text.slice(0, 200))} is neither a repository (owner/name) nor an organisation`,
  );
}
