import type { Metadata } from "next";

import { requirePerson } from "../../../server/open-request.ts";
import { getRuntime } from "../../../server/runtime.ts";
import { SignInCard } from "../../../sign-in/sign-in-card.tsx";
import { AskForm } from "./ask-form.tsx";
import { readClientQuestion } from "./read-client-question.ts";

export const metadata: Metadata = { title: "Let a program in" };

type PageProps = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

/** Asks a person whether a program of somebody else may ask here in their name. What it shows is sent back signed by the server. */
export default async function ClientPage({ searchParams }: PageProps) {
  const { db, findClient, listWorkspaces } = getRuntime();
  const question = readClientQuestion(await searchParams);
  const person = await requirePerson();
  const [client, workspaces] = await Promise.all([
    question === null ? null : findClient(db, question.clientId),
    listWorkspaces(db, person.userId),
  ]);
  if (question === null || client === null || person.proof.kind !== "session") {
    return (
      <SignInCard title="Nothing is asked here">
        <p className="mt-2 text-13 text-muted">
          Programs lead here when they want to ask this Pulse-Hub for you. Begin in the program.
        </p>
      </SignInCard>
    );
  }
  if (workspaces.length === 0) {
    return (
      <SignInCard title="You belong to no workspace here">
        <p className="mt-2 text-13 text-muted">
          Ask somebody who is in to invite you, then begin in the program again.
        </p>
      </SignInCard>
    );
  }
  return (
    <SignInCard title={`Let ${client.name} in?`}>
      <p className="mt-2 text-13 text-muted">
        It calls itself so; nobody has checked the name. It runs at{" "}
        <span className="font-medium break-all text-text">{question.returnsTo}</span>, and that is where you are sent
        with your answer.
      </p>
      <AskForm
        query={question.query}
        isWriteAsked={question.isWriteAsked}
        workspaces={workspaces.map(({ slug, name }) => ({ slug, name }))}
      />
    </SignInCard>
  );
}
