import { Button } from "../ui/button.tsx";
import { SignInCard } from "./sign-in-card.tsx";

/** For somebody who is in, and belongs nowhere: they left, or were taken out. */
export function NoWorkspace({ login }: { readonly login: string | null }) {
  return (
    <SignInCard title="You belong to no workspace">
      <p className="mt-2 text-13 text-muted">
        Ask an owner to invite {login === null ? "you" : `the login ${login}`}, then open this page again.
      </p>
      <form action="/api/auth/sign-out" method="post" className="mt-6">
        <Button type="submit" className="w-full">
          Sign out
        </Button>
      </form>
    </SignInCard>
  );
}
