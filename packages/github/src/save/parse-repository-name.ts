import { AppError } from "@pulse/kit";

export type RepositoryName = { readonly owner: string; readonly name: string; readonly fullName: string };

// GitHub's own rules, as in the checks of pulse.repositories. An underscore occurs in logins of managed enterprises.
const ownerPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/;
const namePattern = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

export function isRepositoryName(text: string): boolean {
  const [owner = "", name = "", ...rest] = text.split("/");
  return rest.length === 0 && ownerPattern.test(owner) && namePattern.test(name);
}

/** Reads `owner/name`. Throws `invalid` for anything that cannot be a repository on GitHub. */
export function parseRepositoryName(text: string): RepositoryName {
  const [owner = "", name = ""] = text.split("/");
  if (isRepositoryName(text)) return { owner, name, fullName: text };
  throw new AppError(
    "invalid",
    `${JSON.stringify(text.slice(0, 200))} is no repository name. It is written owner/name, as in octocat/hello-world`,
  );
}
