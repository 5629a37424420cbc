import type { Metadata } from "next";

import { CopyButton } from "../../ui/copy-button.tsx";
import { Button } from "../../ui/button.tsx";
import { getRuntime } from "../../server/runtime.ts";
import { SignInCard } from "../../sign-in/sign-in-card.tsx";

export const metadata: Metadata = { title: "Sign in" };

type SignInProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function SignIn({ searchParams }: SignInProps) {
  const { returnTo, invited, again } = await searchParams;
  const isAgain = again !== undefined;
  if (!getRuntime().hasGitHubSignIn) return <LocalDoor isAgain={isAgain} />;
  const query = typeof returnTo === "string" ? `?returnTo=${encodeURIComponent(returnTo)}` : "";
  return (
    <SignInCard title={isAgain ? "Sign in once more" : invited === undefined ? "Sign in" : "You are invited"}>
      <p className="mt-2 text-13 text-muted">
        {isAgain && "You came in more than an hour ago, and what comes next lets somebody in. "}
        {invited === undefined
          ? "GitHub tells us who you are, and nothing else: your name, your login and your address."
          : "Sign in with GitHub to accept. It tells us your name, your login and your address, and nothing else."}
      </p>
      <Button asChild look="primary" className="mt-6 w-full">
        <a href={`/api/auth/signin/github${query}`}>Sign in with GitHub</a>
      </Button>
    </SignInCard>
  );
}

/** Without an OAuth app only the person at this machine gets in, by a link that the machine prints. */
function LocalDoor({ isAgain }: { readonly isAgain: boolean }) {
  const command = "./pulse link";
  return (
    <SignInCard title={isAgain ? "Open it with a new link" : "Open it with a link"}>
      <p className="mt-2 text-13 text-muted">
        {isAgain
          ? "You came in more than an hour ago, and what comes next lets somebody in. Open a new link, then begin again in the program:"
          : "This Pulse-Hub runs for whoever started it. Open the link that ./pulse up printed, or get a new one where it runs:"}
      </p>
      <div className="mt-4 flex items-center justify-between gap-2 rounded-8 border border-line bg-raised py-1 pr-1 pl-3">
        <code className="text-13">{command}</code>
        <CopyButton text={command} />
      </div>
    </SignInCard>
  );
}
