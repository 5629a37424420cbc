import { CircleCheck } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { FailedJobItem } from "../failures/failed-job-item.tsx";
import { toFailures } from "../failures/to-failures.ts";
import type { ActionsData } from "../load-actions.ts";

const metric = "ci.top_failing";
const link = { metric };
const shown = 6;

/** Which jobs fail, in which step, and the log of the last time. */
export function FailingPanel({ data, className }: { readonly data: ActionsData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const failures = toFailures(answer.rows ?? []);
  const more = failures.length - shown;
  return (
    <Panel
      className={className ?? ""}
      title="Jobs and steps that fail most"
      definitions={definitionsOf(data, [metric])}
      freshness={{ ...freshnessOf(data, answer), nWord: "failed jobs" }}
      links={{
        items: answer.n === 0 ? null : { href: itemsHref(data, link), text: `All ${formatNumber(answer.n)} failures` },
        ...itemsFiles(data, link),
      }}
      aside={more > 0 ? `first ${shown} of ${formatNumber(failures.length)} jobs` : undefined}
    >
      {failures.length === 0 ? (
        <Message icon={CircleCheck} title="No job failed" className="h-full">
          {answer.coverage === 0
            ? "Jobs are not known here. They come when a repository is read from GitHub itself."
            : "Every job that ran in this window ended well, was cancelled or was skipped."}
        </Message>
      ) : (
        <ol>
          {failures.slice(0, shown).map((job) => (
            <FailedJobItem key={job.key} job={job} most={failures[0]?.n ?? 1} timeZone={data.timeZone} />
          ))}
        </ol>
      )}
      {answer.rows_truncated === true && (
        <p className="mt-2 text-12 text-muted">
          The first {formatNumber(answer.rows?.length ?? 0)} jobs and steps are told. Choose fewer repositories or a
          shorter window to see the rest.
        </p>
      )}
    </Panel>
  );
}
