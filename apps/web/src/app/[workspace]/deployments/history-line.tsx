import type { DeployHistoryEntry } from "@pulse/actions";
import Link from "next/link";

import { formatDuration } from "../../../format/format-duration.ts";
import { formatInstant } from "../../../format/format-instant.ts";
import { Age } from "../../../live/age.tsx";
import { LiveValue } from "../../../live/live-value.tsx";
import { cn } from "../../../ui/cn.ts";
import { CommitLinks } from "./commit-links.tsx";
import { deployHref, type DeployPage } from "./deploy-page.ts";
import { outcomeFace } from "./outcome-face.ts";

type HistoryLineProps = { readonly page: DeployPage; readonly entry: DeployHistoryEntry };

/** One deployment: what came of it, which commits, who and why, when and how long, and what can be done with it. */
export function HistoryLine({ page, entry }: HistoryLineProps) {
  const { icon: Icon, color, word } = outcomeFace(entry);
  const { runId, deploymentId, who, why, phase, problemCode, startedAt, isActive, rolledBackBy } = entry;
  const at = startedAt.toISOString();
  const named = deploymentId?.slice(0, 8) ?? (runId === null ? "" : `run ${runId}`);
  return (
    <li className="grid grid-cols-1 gap-x-6 gap-y-1 py-3 text-13 md:grid-cols-[11rem_minmax(0,1fr)_auto]">
      <div>
        <p className={cn("inline-flex items-center gap-1.5 font-medium", color)}>
          <Icon aria-hidden size={14} strokeWidth={1.75} className="shrink-0" />
          <LiveValue text={word} />
        </p>
        <p className="text-12 text-muted">
          {isActive && <span className="font-medium text-good">Runs now. </span>}
          {rolledBackBy !== null && `Rolled back by run ${rolledBackBy}. `}
          {problemCode !== null && <span className="break-words">{problemCode}</span>}
        </p>
      </div>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 break-words">
          <span className="font-medium">{titleOf(entry)}</span>
          <CommitLinks page={page} commits={entry.commits} />
        </p>
        <p className="min-w-0 break-words text-muted">
          {who !== null && <>{who}: </>}
          {why}
        </p>
        <p className="text-12 text-muted tabular-nums">
          {deploymentId !== null && (
            <code className="font-mono" title={deploymentId}>
              {deploymentId.slice(0, 8)}
            </code>
          )}
          {phase !== null && ` ${phase}`} · {formatInstant(at, { timeZone: page.timeZone })} ·{" "}
          <Age at={at} drawnAt={page.drawnAt} />
          {describeLength(entry)}
        </p>
      </div>
      <p className="flex flex-wrap items-center gap-x-4">
        {runId !== null && (
          <Link
            href={deployHref(page, { run: String(runId) })}
            prefetch={false}
            className="inline-flex h-10 items-center underline underline-offset-2"
          >
            Steps and logs<span className="sr-only"> of {named}</span>
          </Link>
        )}
        {page.mayRollBack && entry.canReturnTo && deploymentId !== null && (
          <Link
            href={deployHref(page, { rollback: deploymentId })}
            prefetch={false}
            className="inline-flex h-10 items-center underline underline-offset-2"
          >
            Roll back to this<span className="sr-only">: {named}</span>
          </Link>
        )}
      </p>
    </li>
  );
}

function titleOf({ kind, targetId }: DeployHistoryEntry): string {
  if (kind === "foreign") return "Deployed by others";
  if (kind === "apply") return "Deployment";
  return targetId === null ? "Rollback" : `Rollback to ${targetId.slice(0, 8)}`;
}

function describeLength({ startedAt, finishedAt, runId }: DeployHistoryEntry): string {
  // Of others' deployments the platform tells when they last changed, which need not be their end.
  if (finishedAt === null || runId === null) return "";
  return ` · took ${formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000)}`;
}
