import type { DeployRunDetails } from "@pulse/actions";

import { formatNumber } from "../../../format/format-number.ts";
import { Disclosure } from "../../../ui/disclosure.tsx";
import type { DeployPage } from "./deploy-page.ts";
import type { DrawnLog } from "./load-deployments.ts";
import { LogText } from "./log-text.tsx";

type RunLogsProps = {
  readonly page: DeployPage;
  readonly run: DeployRunDetails;
  readonly logs: readonly DrawnLog[];
};

/** What components wrote while the run went on: the end of each, and where the rest is. */
export function RunLogs({ page, run, logs }: RunLogsProps) {
  if (logs.length === 0) return <p className="text-13 text-muted">No log was kept of this run.</p>;
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-13 font-semibold">Logs</h3>
      {logs.map(({ component, type, text }) => {
        const kind = type.toLowerCase();
        const kept = run.logs.find((log) => log.component === component && log.type === type)?.characters ?? 0;
        const rest = new URLSearchParams({ workspace: page.slug, component, type: kind, lines: "5000" });
        return (
          <Disclosure
            key={`${component} ${type}`}
            summary={`${component}, ${kind}, ${formatNumber(kept)} characters`}
            of={`log of run ${run.id}`}
          >
            <LogText label={`Log of ${component}, ${kind}`} text={text} />
            <p className="mt-1 mb-3 text-12 break-words text-muted">
              The last lines.{" "}
              <a href={`/api/deploy/runs/${run.id}/logs?${rest.toString()}`} className="underline">
                All that was kept
                <span className="sr-only">
                  {" "}
                  of {component}, {kind}
                </span>
              </a>
              , or{" "}
              <code>
                ./pulse deploy logs --run {run.id} --component {component} --type {kind} --lines 5000
              </code>
            </p>
          </Disclosure>
        );
      })}
    </div>
  );
}
