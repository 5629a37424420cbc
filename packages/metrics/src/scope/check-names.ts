import { AppError } from "@pulse/kit";

const repositoryPattern = /^[A-Za-z0-9_-]{1,100}\/[A-Za-z0-9._-]{1,100}$/;
// Underscores belong to managed accounts, brackets to apps.
const loginPattern = /^[A-Za-z0-9_.-]{1,100}(\[bot\])?$/;

const teamPattern = /^[A-Za-z0-9_.-]{1,100}(\/[A-Za-z0-9_.-]{1,100})?$/;

/** Throws `invalid` for what cannot be a repository, a login or a team at GitHub. */
export function checkNames(input: {
  readonly repositories: readonly string[];
  readonly logins: readonly string[];
  readonly teams: readonly string[];
}): void {
  const repository = input.repositories.find((name) => !repositoryPattern.test(name));
  if (repository !== undefined) {
    throw new AppError(
      "invalid",
      `"${repository.slice(0, 140)}" is no repository. Give it as owner/name, for example octo/site`,
    );
  }
  const wrong = input.logins.find((login) => !loginPattern.test(login));
  if (wrong !== undefined) {
    throw new AppError(
      "invalid",
      `"${wrong.slice(0, 100)}" is no login. Give it as GitHub shows it, for example renovate or my-app[bot]`,
    );
  }
  const team = input.teams.find((slug) => !teamPattern.test(slug));
  if (team !== undefined) {
    throw new AppError(
      "invalid",
      `"${team.slice(0, 100)}" is no team. Give it as owner/team, for example octo/platform`,
    );
  }
}
