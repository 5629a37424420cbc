import { AppError } from "@pulse/kit";

const repositoryPattern = /^[A-Za-z0-9_-]{1,100}\/[A-Za-z0-9._-]{1,100}$/;
// Underscores belong to managed accounts, brackets to apps.
const loginPattern = /^[A-Za-z0-9_.-]{1,100}(\[bot\])?$/;

/** Throws `invalid` for what cannot be a repository or a login at GitHub. */
export function checkNames(input: {
  readonly repositories: readonly string[];
  readonly bots: readonly string[];
}): void {
  const repository = input.repositories.find((name) => !repositoryPattern.test(name));
  if (repository !== undefined) {
    throw new AppError(
      "invalid",
      `"${repository.slice(0, 140)}" is no repository. Give it as owner/name, for example octo/site`,
    );
  }
  const bot = input.bots.find((login) => !loginPattern.test(login));
  if (bot !== undefined) {
    throw new AppError(
      "invalid",
      `"${bot.slice(0, 100)}" is no login. Give it as GitHub shows it, for example renovate or my-app[bot]`,
    );
  }
}
