import type { Metadata } from "next";

import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest } from "../../../server/open-request.ts";
import { ImportGuide } from "../import-guide.tsx";
import { ConnectCard } from "./connect-card.tsx";
import { RepositoryCard } from "./repository-card.tsx";

export const metadata: Metadata = { title: "Repositories" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function RepositoriesPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const [{ repositories }, { runs }, { connections }] = await Promise.all([
      actions.listRepositories.run(ctx, {}),
      actions.listSyncRuns.run(ctx, {}),
      actions.listConnections.run(ctx, {}),
    ]);
    const { role, timeZone } = workspace;
    return { repositories, runs, connections, role, timeZone, now: ctx.clock.now() };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The list of repositories"
        back={{ href: `/${slug}/repositories`, text: "Try again" }}
      />
    );
  }
  const { repositories, runs, connections, role, timeZone, now } = loaded.value;
  const runOf = new Map(runs.map((run) => [run.repository, run]));
  const statusOf = new Map(connections.map(({ name, status }) => [name, status]));
  return (
    <>
      <PageHeader title="Repositories" note="What is known, up to when, and how it is read" />
      <PageBody>
        {role === "viewer" ? (
          <p className="max-w-[75ch] text-13 text-muted">
            You read here as a viewer. Members connect repositories and have them read again.
          </p>
        ) : (
          <ConnectCard slug={slug} connections={connections.map(({ name }) => name)} />
        )}
        {repositories.length > 0 && (
          <section aria-labelledby="known" className="flex flex-col gap-3">
            <h2 id="known" className="sr-only">
              Repositories
            </h2>
            <ul className="flex flex-col gap-3">
              {repositories.map((repository) => (
                <RepositoryCard
                  key={repository.fullName}
                  slug={slug}
                  role={role}
                  repository={repository}
                  run={runOf.get(repository.fullName) ?? null}
                  connectionStatus={statusOf.get(repository.connection ?? "") ?? null}
                  timeZone={timeZone}
                  now={now}
                />
              ))}
            </ul>
          </section>
        )}
        {role !== "viewer" && (
          <section aria-labelledby="add" className="mt-4 flex max-w-3xl flex-col gap-3">
            <h2 id="add" className="text-16 font-semibold">
              Or bring data from files
            </h2>
            <ImportGuide />
          </section>
        )}
      </PageBody>
    </>
  );
}
