import type { RepositorySummary, SyncRun } from "@pulse/actions";
import type { Role } from "@pulse/db";
import Link from "next/link";

import { formatDay, formatInstant } from "../../../format/format-instant.ts";
import { formatNumber } from "../../../format/format-number.ts";
import { Age } from "../../../live/age.tsx";
import { LiveValue } from "../../../live/live-value.tsx";
import { cn } from "../../../ui/cn.ts";
import { Disclosure } from "../../../ui/disclosure.tsx";
import { describeState, type RepositoryState } from "./describe-state.ts";
import { RepositoryForms } from "./repository-forms.tsx";
import { SyncBars } from "./sync-bars.tsx";

type RepositoryCardProps = {
  readonly slug: string;
  readonly role: Role;
  readonly repository: RepositorySummary;
  readonly run: SyncRun | null;
  readonly connectionStatus: string | null;
  readonly timeZone: string;
  readonly now: Date;
};

const dots: Readonly<Record<RepositoryState["tone"], string>> = {
  good: "bg-good",
  busy: "bg-accent motion-safe:animate-pulse",
  warning: "bg-warning",
  bad: "bg-bad",
  neutral: "border border-line-strong",
};

/** A repository: what is known of it, how it is being read, and what can be done. */
export function RepositoryCard({ slug, role, repository, run, connectionStatus, timeZone, now }: RepositoryCardProps) {
  const { fullName, isTracked, connection } = repository;
  const state = describeState({ repository, run, connectionStatus, now, timeZone });
  const issues = repository.isHidden ? "hidden" : formatNumber(repository.issues);
  const pullRequests = repository.isHidden ? "hidden" : formatNumber(repository.pullRequests);
  const mayRemove = role === "owner" || role === "admin";
  const isBusy = run !== null && (run.state === "running" || run.state === "waiting");
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-panel p-4">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h3 className="min-w-60 flex-1 font-medium break-words">
          <Link
            href={`/${slug}/overview?${new URLSearchParams({ repo: fullName }).toString()}`}
            prefetch={false}
            className="inline-flex min-h-6 items-center hover:underline"
          >
            {fullName}
          </Link>
        </h3>
        <p className="text-13 text-muted tabular-nums">
          <LiveValue text={`${pullRequests} pull requests`} /> · <LiveValue text={`${issues} issues`} />
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-x-6 gap-y-1 text-13">
        <p className="flex min-w-60 flex-1 items-start gap-2">
          <span aria-hidden className={cn("mt-1.5 size-2 shrink-0 rounded-full", dots[state.tone])} />
          <span>
            <span className="font-medium">{state.title}</span>
            {state.detail !== null && <span className="text-muted">: {state.detail}</span>}
          </span>
        </p>
        <p className="text-muted tabular-nums">
          {connection !== null && <>by {connection} · </>}
          <AsOf repository={repository} run={run} timeZone={timeZone} now={now} />
        </p>
      </div>
      {isBusy && <SyncBars counts={run.counts} />}
      {(mayRemove || (isTracked && role === "member")) && (
        <Disclosure summary={summaryOf({ isTracked, mayRemove })} of={fullName}>
          <RepositoryForms
            slug={slug}
            fullName={fullName}
            isTracked={isTracked}
            mayRemove={mayRemove}
            issues={issues}
            pullRequests={pullRequests}
          />
        </Disclosure>
      )}
    </li>
  );
}

function summaryOf({ isTracked, mayRemove }: { readonly isTracked: boolean; readonly mayRemove: boolean }): string {
  if (!isTracked) return "Delete";
  return mayRemove ? "Sync, read further back, disconnect" : "Sync, read further back";
}

type AsOfProps = Pick<RepositoryCardProps, "repository" | "run" | "timeZone" | "now">;

/** Of a connected one, when it was last read; of an imported one, the day its file ends. */
function AsOf({ repository, run, timeZone, now }: AsOfProps) {
  const { asOf, isTracked } = repository;
  const finishedAt = run?.state === "done" ? run.finishedAt : null;
  if (isTracked && finishedAt !== null) {
    const at = finishedAt.toISOString();
    return (
      <>
        synced <Age at={at} drawnAt={now.toISOString()} title={formatInstant(at, { timeZone })} />
      </>
    );
  }
  if (asOf === null) return <span className="text-warning">not read yet</span>;
  const at = asOf.toISOString();
  return (
    <time dateTime={at} title={formatInstant(at, { timeZone })}>
      as of {formatDay(at, { timeZone })}
    </time>
  );
}
