import type { Metadata } from "next";
import Link from "next/link";

import { Button } from "../../../ui/button.tsx";
import { SignInCard } from "../../../sign-in/sign-in-card.tsx";
import { explainSignInFault } from "../../../sign-in/sign-in-faults.ts";

export const metadata: Metadata = { title: "Signing in did not work" };

type SignInErrorProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function SignInError({ searchParams }: SignInErrorProps) {
  const { error } = await searchParams;
  const fault = explainSignInFault(typeof error === "string" ? error : undefined);
  return (
    <SignInCard title={fault.title}>
      <p className="mt-2 text-13 text-muted">{fault.cause}</p>
      <p className="mt-3 text-13">{fault.fix}</p>
      {fault.code !== null && (
        <p className="mt-3 text-12 text-muted">
          Code <code>{fault.code}</code>
        </p>
      )}
      <Button asChild className="mt-6 w-full">
        <Link href="/sign-in">Back to signing in</Link>
      </Button>
    </SignInCard>
  );
}
