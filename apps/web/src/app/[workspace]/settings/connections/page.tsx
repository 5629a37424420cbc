import { Unplug } from "lucide-react";
import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { getRuntime } from "../../../../server/runtime.ts";
import { Message } from "../../../../ui/message.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { AddConnection } from "./add-connection.tsx";
import { ConnectGitHub } from "./connect-github.tsx";
import { ConnectionCard } from "./connection-card.tsx";

export const metadata: Metadata = { title: "Connections" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function ConnectionsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, { connect }] = await Promise.all([params, searchParams]);
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const { connections } = await actions.listConnections.run(ctx, {});
    const { role } = workspace;
    const mayChange = role === "owner" || role === "admin";
    const mayConnect = getRuntime().hasGitHubSignIn && mayChange;
    return {
      connections,
      mayConnect,
      mayChange,
      mayCheck: role !== "viewer",
      timeZone: workspace.timeZone,
      now: ctx.clock.now(),
    };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The list of connections"
        back={{ href: `/${slug}/settings/connections`, text: "Try again" }}
      />
    );
  }
  const { connections, mayConnect, mayChange, mayCheck, timeZone, now } = loaded.value;
  return (
    <>
      <SettingsHeader slug={slug} current="connections" note="The ways to GitHub: tokens, apps, and what they may" />
      <PageBody>
        {mayConnect && <ConnectGitHub slug={slug} outcome={typeof connect === "string" ? connect : null} />}
        {mayChange && <AddConnection slug={slug} />}
        {connections.length === 0 ? (
          <Message icon={Unplug} title="No connection yet" className="rounded-8 border border-line bg-panel">
            Public repositories can be read without one, slowly: GitHub allows 60 requests an hour to nobody in
            particular.
          </Message>
        ) : (
          <section aria-labelledby="connections">
            <h2 id="connections" className="sr-only">
              Connections
            </h2>
            <ul className="flex flex-col gap-3">
              {connections.map((connection) => (
                <ConnectionCard
                  key={connection.id}
                  slug={slug}
                  connection={connection}
                  mayChange={mayChange}
                  mayCheck={mayCheck}
                  timeZone={timeZone}
                  now={now}
                />
              ))}
            </ul>
          </section>
        )}
      </PageBody>
    </>
  );
}
