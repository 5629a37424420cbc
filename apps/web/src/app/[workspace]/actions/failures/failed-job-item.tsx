import { ExternalLink } from "lucide-react";

import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { itemUrl } from "../../../../metric/item-view.ts";
import type { FailedJob } from "./to-failures.ts";

type FailedJobItemProps = {
  readonly job: FailedJob;
  /** Failures of the job that failed most: the bars share one scale. */
  readonly most: number;
  readonly timeZone: string;
};

const mostSteps = 3;

/** A job with the steps that failed in it; each leads to the log of its last failure at GitHub. */
export function FailedJobItem({ job, most, timeZone }: FailedJobItemProps) {
  const { repository, workflow, steps } = job;
  const hidden = steps.length - mostSteps;
  return (
    <li className="border-t border-line py-2 first:border-t-0">
      <FailureLink of={job} repository={repository} timeZone={timeZone} isStep={false} />
      <p className="truncate text-12 text-muted">
        {workflow} · {repository}
      </p>
      <span aria-hidden className="mt-1 block h-1.5 rounded-4 bg-hover">
        <span className="block h-1.5 rounded-4 bg-bad" style={{ width: `${(job.n / most) * 100}%` }} />
      </span>
      {steps.length > 0 && (
        <ul className="mt-1 border-l border-line pl-3">
          {steps.slice(0, mostSteps).map((step) => (
            <li key={step.name}>
              <FailureLink of={step} repository={repository} timeZone={timeZone} isStep />
            </li>
          ))}
          {hidden > 0 && <li className="text-12 text-pale">and {formatNumber(hidden)} more steps</li>}
        </ul>
      )}
    </li>
  );
}

type FailureLinkProps = {
  readonly of: FailedJob["steps"][number];
  readonly repository: string;
  readonly timeZone: string;
  readonly isStep: boolean;
};

function FailureLink({
  of: { name, n, lastAt, lastRunId, lastJobId },
  repository,
  timeZone,
  isStep,
}: FailureLinkProps) {
  const url = itemUrl({ repository, number: 0, details: { run_id: lastRunId, job_id: lastJobId } }, "job");
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="group -mx-2 flex min-h-8 items-center gap-3 rounded-6 px-2 text-13 hover:bg-hover"
    >
      <span className={isStep ? "min-w-0 flex-1 truncate text-muted" : "min-w-0 flex-1 truncate font-medium"}>
        {isStep && <span className="sr-only">step </span>}
        {name}
      </span>
      <span className="shrink-0 tabular-nums">
        {formatNumber(n)} {n === 1 ? "time" : "times"}
      </span>
      <time
        dateTime={lastAt}
        title={`last failed ${formatInstant(lastAt, { timeZone })}`}
        className="hidden shrink-0 text-12 text-muted tabular-nums sm:inline"
      >
        last {formatDay(lastAt, { timeZone })}
      </time>
      <ExternalLink
        aria-label="log on GitHub"
        size={13}
        strokeWidth={1.75}
        className="shrink-0 text-pale group-hover:text-text"
      />
    </a>
  );
}
