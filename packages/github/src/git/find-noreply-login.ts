// As GitHub makes them: with the account's number since 2017, without before; its Enterprise servers with a host of their own.
const noreplyPattern = /^(?:\d+\+)?([a-z0-9_][a-z0-9_-]{0,99}(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i;

/** The login in an e-mail address that GitHub gives to people who hide theirs; null for any other address, which tells no account. */
export function findNoreplyLogin(email: string): string | null {
  return noreplyPattern.exec(email)?.[1] ?? null;
}
