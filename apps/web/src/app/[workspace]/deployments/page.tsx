import type { Metadata } from "next";

import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest } from "../../../server/open-request.ts";
import { AppChoice } from "./app-choice.tsx";
import { AppPanel } from "./app-panel.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { LogPanel } from "./log-panel.tsx";
import { loadDeployments } from "./load-deployments.ts";
import { readDeployQuery } from "./read-deploy-query.ts";
import { RefreshHealth } from "./refresh-health.tsx";
import { RollbackPanel } from "./rollback-panel.tsx";
import { RunPanel } from "./run-panel.tsx";
import { SetupGuide } from "./setup-guide.tsx";

export const metadata: Metadata = { title: "Deployments" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function DeploymentsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search] = await Promise.all([params, searchParams]);
  const query = readDeployQuery(search);
  const loaded = await loadOrExplain(async () => await loadDeployments(await openRequest(slug), query));
  if (!loaded.isLoaded) {
    return (
      <ErrorFace {...loaded} what="This deployment" back={{ href: `/${slug}/deployments`, text: "All deployments" }} />
    );
  }
  const { overview, history, run, rollback, log, page } = loaded.value;
  const { app, apps, problem } = overview;
  return (
    <>
      <PageHeader title="Deployments" note="What runs, what it costs, and how it came there">
        {apps.length > 1 && <AppChoice page={page} apps={apps} current={app?.name ?? null} />}
      </PageHeader>
      <PageBody>
        {problem !== null && (
          <p role="status" className="rounded-8 border border-line bg-panel p-4 text-13 break-words">
            <span className="font-medium text-warning">App Platform cannot be asked now. </span>
            <span className="text-muted">{problem}. What was deployed from here is kept, and shown below.</span>
          </p>
        )}
        {run !== null && <RunPanel page={page} run={run.run} logs={run.logs} />}
        {log !== null && <LogPanel page={page} log={log} />}
        {rollback !== null && <RollbackPanel page={page} rollback={rollback} app={app} />}
        {app === null && problem === null && <SetupGuide isConfigured={overview.isConfigured} slug={slug} />}
        {app !== null && <AppPanel page={page} app={app} />}
        {(app !== null || history.entries.length > 0) && <HistoryPanel page={page} history={history} />}
        {app !== null && <RefreshHealth />}
      </PageBody>
    </>
  );
}
