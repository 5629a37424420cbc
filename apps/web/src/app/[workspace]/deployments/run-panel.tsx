import type { DeployRunDetails } from "@pulse/actions";
import type { ReactNode } from "react";

import { formatDuration } from "../../../format/format-duration.ts";
import { formatInstant } from "../../../format/format-instant.ts";
import { LiveValue } from "../../../live/live-value.tsx";
import { cn } from "../../../ui/cn.ts";
import { CommitLinks } from "./commit-links.tsx";
import type { DeployPage } from "./deploy-page.ts";
import type { DrawnLog } from "./load-deployments.ts";
import { outcomeFace } from "./outcome-face.ts";
import { PanelHead } from "./panel-head.tsx";
import { RunLogs } from "./run-logs.tsx";
import { StepTree } from "./step-tree.tsx";

type RunPanelProps = {
  readonly page: DeployPage;
  readonly run: DeployRunDetails;
  readonly logs: readonly DrawnLog[];
};

const stages: Readonly<Record<DeployRunDetails["stage"], string>> = {
  planned: "begins",
  asking: "asks the platform",
  following: "is being deployed",
  verifying: "is being verified",
  settling: "is being settled",
  telling: "is being told",
  done: "is over",
};

/** One run, as it goes on: what was agreed to, its steps, what came of it and what was written meanwhile. */
export function RunPanel({ page, run, logs }: RunPanelProps) {
  const { icon: Icon, color, word } = outcomeFace({ outcome: run.state, phase: run.phase });
  const started = run.startedAt.toISOString();
  return (
    <section aria-labelledby="run" className="flex min-w-0 flex-col gap-4 rounded-8 border border-line bg-panel p-4">
      <PanelHead
        page={page}
        id="run"
        title={`${run.kind === "rollback" ? "Rollback" : "Deployment"} of ${run.appName}, run ${run.id}`}
      >
        <p role="status" className={cn("inline-flex w-full items-center gap-1.5 text-13 font-medium", color)}>
          <Icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
          <LiveValue text={run.stage === "done" ? word : describeStage(run)} />
        </p>
        <p className="w-full text-13 break-words text-muted">
          {run.holder}: {run.reason} · {formatInstant(started, { timeZone: page.timeZone })}
          {run.finishedAt !== null &&
            ` · took ${formatDuration((run.finishedAt.getTime() - run.startedAt.getTime()) / 1000)}`}{" "}
          <CommitLinks page={page} commits={run.commits} />
        </p>
      </PanelHead>
      {run.problem !== null && (
        <div className="rounded-8 border border-line p-3 text-13">
          <p className="break-words">
            <span className="font-medium text-bad">{run.problem.code}</span> {run.problem.cause}
          </p>
          {run.problem.evidence.length > 0 && <Lines text={run.problem.evidence.join("\n")} />}
          <p className="mt-1 break-words text-muted">What to do: {run.problem.fix}</p>
        </div>
      )}
      {run.warnings.length > 0 && (
        <ul className="list-disc pl-5 text-13 break-words text-muted">
          {run.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <Part title="Steps">
        {run.steps.length === 0 ? (
          <p className="text-13 text-muted">The platform has told of none yet.</p>
        ) : (
          <StepTree steps={run.steps} />
        )}
      </Part>
      <Part title="The plan that was agreed to">
        <Lines text={run.planLines.join("\n")} />
      </Part>
      <RunLogs page={page} run={run} logs={logs} />
    </section>
  );
}

function describeStage({ stage, phase, isWaiting }: DeployRunDetails): string {
  if (isWaiting) return "Waits for the worker, which needs DIGITALOCEAN_ACCESS_TOKEN as well";
  return `${stages[stage][0]?.toUpperCase() ?? ""}${stages[stage].slice(1)}${phase === null ? "" : ` (${phase})`}`;
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-13 font-semibold">{title}</h3>
      {children}
    </div>
  );
}

function Lines({ text }: { readonly text: string }) {
  return (
    <pre className="rounded-8 bg-hover p-3 font-mono text-12 break-words whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
    </pre>
  );
}
