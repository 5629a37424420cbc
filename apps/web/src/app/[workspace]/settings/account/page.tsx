import type { Metadata } from "next";
import Link from "next/link";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { getRuntime } from "../../../../server/runtime.ts";
import { Button } from "../../../../ui/button.tsx";
import { roleWords } from "../members/role-words.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { ClientList } from "./client-list.tsx";
import { PreferencesCard } from "./preferences-card.tsx";
import { SessionList } from "./session-list.tsx";
import { SignInAgain } from "./sign-in-again.tsx";

export const metadata: Metadata = { title: "You" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function AccountPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, person, preferences, workspace } = await openRequest(slug);
    const { db, listClientGrants, listSessions, listWorkspaces } = getRuntime();
    const [settings, sessions, grants, workspaces] = await Promise.all([
      actions.showWorkspace.run(ctx, {}),
      listSessions(db, person.userId),
      listClientGrants(db, person.userId),
      listWorkspaces(db, person.userId),
    ]);
    return { person, preferences, settings, sessions, grants, workspaces, timeZone: workspace.timeZone };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace {...loaded} what="Your account" back={{ href: `/${slug}/settings/account`, text: "Try again" }} />
    );
  }
  const { person, preferences, settings, sessions, grants, workspaces, timeZone } = loaded.value;
  return (
    <>
      <SettingsHeader
        slug={slug}
        current="account"
        note="How you look at things, your workspaces, and where you are signed in"
      />
      <PageBody>
        <section
          aria-labelledby="you"
          className="flex flex-wrap items-center gap-4 rounded-8 border border-line bg-panel p-4"
        >
          <div className="min-w-48 flex-1">
            <h2 id="you" className="text-14 font-semibold break-words">
              {person.name}
            </h2>
            <p className="text-13 text-muted">{person.login ?? "Signed in by a link of this machine"}</p>
          </div>
          <SignInAgain slug={slug} hasGitHubSignIn={getRuntime().hasGitHubSignIn} />
          <form action="/api/auth/sign-out" method="post">
            <Button type="submit">Sign out</Button>
          </form>
        </section>
        <PreferencesCard slug={slug} preferences={preferences} timeZone={settings.timeZone} />
        <section aria-labelledby="workspaces" className="rounded-8 border border-line bg-panel p-4">
          <h2 id="workspaces" className="mb-1 text-14 font-semibold">
            Your workspaces
          </h2>
          <ul className="divide-y divide-line text-13">
            {workspaces.map((workspace) => (
              <li key={workspace.id} className="flex flex-wrap items-center gap-x-6">
                <Link
                  href={`/${workspace.slug}`}
                  prefetch={false}
                  aria-current={workspace.slug === slug ? "true" : undefined}
                  className="inline-flex min-h-10 min-w-40 flex-1 items-center break-words underline-offset-4 hover:underline aria-[current=true]:font-medium"
                >
                  {workspace.name}
                </Link>
                <span className="text-muted">{roleWords[workspace.role].label}</span>
              </li>
            ))}
          </ul>
        </section>
        <SessionList
          slug={slug}
          sessions={sessions}
          current={person.proof.kind === "session" ? person.proof.sessionId : null}
          timeZone={timeZone}
        />
        <ClientList slug={slug} grants={grants} timeZone={timeZone} />
      </PageBody>
    </>
  );
}
