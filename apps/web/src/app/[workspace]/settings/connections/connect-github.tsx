import { CircleAlert, CircleCheck } from "lucide-react";

import { Button } from "../../../../ui/button.tsx";

type ConnectGitHubProps = {
  readonly slug: string;
  /** How the last try ended, as the address says; null before the first. */
  readonly outcome: string | null;
};

const wishes = [
  {
    access: "private",
    label: "Connect private and public repositories",
    asks: [
      [
        "repo",
        "issues, pull requests, reviews, Actions and deployments of private repositories. GitHub has no such scope that only reads; nothing is written",
      ],
      ["read:org", "the teams of your organisations"],
      ["admin:repo_hook", "to make webhooks, when you ask for one, so that pages move by themselves"],
    ],
  },
  {
    access: "public",
    label: "Connect public repositories only",
    asks: [["read:org", "the teams of your organisations; public repositories need no scope"]],
  },
] as const;

const outcomes: Readonly<Record<string, string>> = {
  done: "Connected. Your token is encrypted, and stands in the list below.",
  denied: "You said no on GitHub. Nothing was saved.",
  other_account:
    "GitHub answered for another account than the one you are here. Nothing was saved. Sign in to GitHub as yourself, then connect again.",
  failed:
    "GitHub did not give a token, or did not accept it. Nothing was saved. Connect again; the log of web says why.",
};

/** Lends the workspace one's own access to GitHub: more than signing in asks for, each with why, and only when wanted. */
export function ConnectGitHub({ slug, outcome }: ConnectGitHubProps) {
  const told = outcome === null ? undefined : outcomes[outcome];
  const Icon = outcome === "done" ? CircleCheck : CircleAlert;
  return (
    <section aria-labelledby="connect" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="connect" className="text-14 font-semibold">
        Connect GitHub as yourself
      </h2>
      <p className="mt-1 mb-3 max-w-[75ch] text-13 text-muted">
        Signing in told GitHub nothing but who you are. To read repositories with your own rights, GitHub asks you for
        more. Everybody in this workspace then sees what was read; you can take it back here and at GitHub.
      </p>
      {told !== undefined && (
        <p role="status" className="mb-3 flex max-w-[75ch] items-start gap-2 text-13">
          <Icon
            aria-hidden
            size={16}
            strokeWidth={1.75}
            className={`mt-0.5 shrink-0 ${outcome === "done" ? "text-good" : "text-bad"}`}
          />
          {told}
        </p>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {wishes.map(({ access, label, asks }) => (
          <div key={access} className="flex flex-col gap-2">
            <ul className="flex flex-1 flex-col gap-1 text-13">
              {asks.map(([scope, why]) => (
                <li key={scope}>
                  <code className="font-mono">{scope}</code> <span className="text-muted">{why}</span>
                </li>
              ))}
            </ul>
            <div>
              <Button asChild look={access === "private" ? "primary" : "plain"}>
                <a href={`/api/auth/connect/github?${new URLSearchParams({ workspace: slug, access }).toString()}`}>
                  {label}
                </a>
              </Button>
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}
