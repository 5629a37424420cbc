import { AppError } from "@pulse/kit";

/** Throws `invalid` for what is no `owner/name`, and `not_found` for the first asked name that is not among the found. */
export function checkRepositories(asked: readonly string[], found: readonly { readonly fullName: string }[]): void {
  const known = new Set(found.map((repository) => repository.fullName.toLowerCase()));
  for (const name of asked) {
    if (!/^[^/\s]+\/[^/\s]+$/.test(name)) {
      throw new AppError(
        "invalid",
        `"${name.slice(0, 140)}" is no repository. Give it as owner/name, for example octo/site`,
      );
    }
    if (!known.has(name.toLowerCase())) {
      throw new AppError(
        "not_found",
        `Nothing is known of the repository ${name.slice(0, 140)} in this workspace. Run: ./pulse repo list`,
      );
    }
  }
}
