import { Button } from "../../../../ui/button.tsx";

type SignInAgainProps = { readonly slug: string; readonly hasGitHubSignIn: boolean };

/** Before ways in are made or ended, whoever came in long ago comes in anew; at one's own machine that is another link. */
export function SignInAgain({ slug, hasGitHubSignIn }: SignInAgainProps) {
  if (!hasGitHubSignIn) return null;
  const returnTo = encodeURIComponent(`/${slug}/settings/account`);
  return (
    <Button asChild>
      <a href={`/api/auth/signin/github?returnTo=${returnTo}`}>Sign in again</a>
    </Button>
  );
}
