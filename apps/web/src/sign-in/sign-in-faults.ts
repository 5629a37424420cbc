export type SignInFault = {
  readonly title: string;
  readonly cause: string;
  /** What to do, and who can do it. */
  readonly fix: string;
};

const again = "Go back and sign in again.";

/** What went wrong on the way in, by the code in the address. The codes in capitals are the deployment procedure's. */
const faults: Readonly<Record<string, SignInFault>> = {
  OAUTH_CLIENT_INVALID: {
    title: "GitHub does not accept this installation's client secret",
    cause: "GITHUB_OAUTH_CLIENT_ID and GITHUB_OAUTH_CLIENT_SECRET do not belong together, or the secret was replaced.",
    fix: "Whoever runs this installation copies both from the OAuth app's page on GitHub into its settings, and restarts web.",
  },
  OAUTH_REDIRECT_404: {
    title: "The OAuth app on GitHub names another callback address",
    cause:
      "GitHub only sends people back to the address that the OAuth app names, and that one is not this installation's.",
    fix: "Whoever runs this installation sets the app's authorization callback URL to the address of this site, followed by /api/auth/callback/github.",
  },
  sign_up_closed: {
    title: "This Pulse-Hub is by invitation",
    cause: "Your GitHub account is fine, but it has no account here, and nobody has invited it yet.",
    fix: "Ask somebody who is in to invite your login under Settings, Members. Then sign in again.",
  },
  callback_alone: {
    title: "This address is for GitHub's answers",
    cause: "It was opened without the code and the state that GitHub sends along.",
    fix: "There is nothing wrong with it. Sign in from here instead.",
  },
  link_spent: {
    title: "This link was used already, or is too old",
    cause: "A sign-in link works once and for a quarter of an hour, so that whoever finds it later gets nowhere.",
    fix: "Get a new one where Pulse-Hub runs: ./pulse link",
  },
  access_denied: {
    title: "You said no on GitHub",
    cause: "GitHub asked whether Pulse-Hub may learn who you are, and the answer was no.",
    fix: `Nothing was read. ${again}`,
  },
  state_mismatch: {
    title: "This sign-in was begun in another browser, or long ago",
    cause: "What GitHub sent back does not match what this browser asked for.",
    fix: again,
  },
  invalid_code: {
    title: "GitHub did not accept its own code",
    cause: "The code that GitHub sent back was used already, or is older than ten minutes.",
    fix: again,
  },
  unable_to_get_user_info: {
    title: "GitHub did not say who you are",
    cause:
      "It took the sign-in, and then did not answer as it should, or sent us to another address, where we do not follow.",
    fix: `${again} If it happens again, whoever runs this installation checks GITHUB_API_URL, and the log of web.`,
  },
};

const otherwise: SignInFault = {
  title: "Signing in did not work",
  cause: "GitHub or this installation broke off on the way.",
  fix: `${again} If it happens again, the log of web says why.`,
};

/** The explanation of a code; an unknown one is explained in general, and never shown as it came. */
export function explainSignInFault(code: string | undefined): SignInFault & { readonly code: string | null } {
  const known = code === undefined || !Object.hasOwn(faults, code) ? undefined : faults[code];
  return known === undefined ? { ...otherwise, code: null } : { ...known, code: code ?? null };
}
