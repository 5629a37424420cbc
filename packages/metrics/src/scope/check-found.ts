import { AppError } from "@pulse/kit";

/** Throws `not_found` for the first asked repository that is not among the found. */
export function checkFound(asked: readonly string[], found: readonly { readonly fullName: string }[]): void {
  const known = new Set(found.map((repository) => repository.fullName.toLowerCase()));
  const missing = asked.find((name) => !known.has(name.toLowerCase()));
  if (missing === undefined) return;
  throw new AppError(
    "not_found",
    `Nothing is known of the repository ${missing} in this workspace, or GitHub no longer shows it to us. Run: ./pulse repo list`,
  );
}
