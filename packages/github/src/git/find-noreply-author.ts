// As GitHub makes them: with the account's number since 2017, without before; its Enterprise servers with a host of their own.
const noreplyPattern = /^(?:(\d{1,15})\+)?([a-z0-9_][a-z0-9_-]{0,99}(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i;

export type NoreplyAuthor = {
  /** As it was when the address was made: it may be another account's by now. */
  readonly login: string;
  /** GitHub's number of the account, which stays; null in addresses of before 2017. */
  readonly githubId: number | null;
};

/** The account in an e-mail address that GitHub gives to people who hide theirs; null for any other address, which tells no account. */
export function findNoreplyAuthor(email: string): NoreplyAuthor | null {
  const [, number, login] = noreplyPattern.exec(email) ?? [];
  return login === undefined ? null : { login, githubId: number === undefined ? null : Number(number) };
}
