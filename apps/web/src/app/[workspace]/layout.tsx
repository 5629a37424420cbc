import { notFound } from "next/navigation";
import type { ReactNode } from "react";

import { BottomBar } from "../../frame/bottom-bar.tsx";
import { DemoMark } from "../../frame/demo-mark.tsx";
import { PendingNavigation, PendingPage } from "../../frame/pending-page.tsx";
import { Sidebar } from "../../frame/sidebar.tsx";
import { SyncDot } from "../../frame/sync-dot.tsx";
import { WorkerBanner } from "../../frame/worker-banner.tsx";
import { ErrorFace } from "../../frame/error-face.tsx";
import { LiveUpdates } from "../../live/live-updates.tsx";
import { explainError } from "../../problem/explain-error.ts";
import { SearchDialog } from "../../search/search-dialog.tsx";
import { loadOrExplain } from "../../server/load-or-explain.ts";
import { openRequest, readOwnTheme } from "../../server/open-request.ts";
import { getRuntime } from "../../server/runtime.ts";

type LayoutProps = { readonly children: ReactNode; readonly params: Promise<{ readonly workspace: string }> };

export default async function WorkspaceLayout({ children, params }: LayoutProps) {
  const { workspace: slug } = await params;
  const theme = await readOwnTheme();
  const opened = await loadOrExplain(async () => {
    const { actions, ctx, person, since, workspace } = await openRequest(slug);
    const { db, listWorkspaces } = getRuntime();
    const [freshness, workspaces] = await Promise.all([
      actions.showFreshness.run(ctx, {}),
      listWorkspaces(db, person.userId),
    ]);
    return { since, workspace, workspaces, drawnAt: ctx.clock.now(), freshness };
  });
  if (!opened.isLoaded) {
    if (explainError(opened.error).code === "not_found") notFound();
    return (
      <main>
        <ErrorFace {...opened} what="This workspace" back={{ href: `/${slug}`, text: "Try again" }} />
      </main>
    );
  }
  const { workspace, since, freshness, drawnAt } = opened.value;
  const workspaces = opened.value.workspaces.map(({ slug: other, name }) => ({ slug: other, name }));
  return (
    <PendingNavigation>
      <LiveUpdates workspace={slug} since={since} />
      <SearchDialog slug={slug}>
        <div className="flex min-h-dvh">
          <a
            href="#content"
            className="sr-only z-50 rounded-8 bg-raised px-4 py-2 focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
          >
            Skip to the content
          </a>
          <Sidebar workspace={workspace} workspaces={workspaces} theme={theme}>
            <SyncDot slug={slug} freshness={freshness} timeZone={workspace.timeZone} drawnAt={drawnAt} />
          </Sidebar>
          <main id="content" className="relative min-w-0 flex-1">
            {getRuntime().isDemo && <DemoMark />}
            <WorkerBanner isDown={!freshness.worker.isAlive} />
            <PendingPage>{children}</PendingPage>
          </main>
          <BottomBar workspace={workspace} workspaces={workspaces} theme={theme} />
        </div>
      </SearchDialog>
    </PendingNavigation>
  );
}
