import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { toHref } from "../../../../filters/view-filters.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Panel } from "../../../../metric/panel.tsx";
import type { ActionsData } from "../load-actions.ts";
import { workflowMetrics } from "../tile-plan.ts";
import { MainMark } from "./main-mark.tsx";
import { sortWorkflows, toWorkflows } from "./to-workflows.ts";
import { writeWorkflowSort, type WorkflowSort } from "./workflow-sort.ts";
import { WorkflowTable } from "./workflow-table.tsx";

// More workflows than these are no table that anybody reads; the files have them all.
const shown = 100;

/** Every workflow: whether main is green, how long it takes, and whether it can be believed. */
export function WorkflowPanel({ data, className }: { readonly data: ActionsData; readonly className?: string }) {
  const cut = (metric: string) => getAnswer(data, metric, "workflow");
  const rows = toWorkflows(
    {
      runs: cut("ci.runs"),
      success: cut("ci.success_rate"),
      duration: cut("ci.duration"),
      flake: cut("ci.flake_rate"),
      reruns: cut("ci.rerun_rate"),
    },
    data.mainRuns,
  );
  const sorted = sortWorkflows(rows, data.sort);
  return (
    <Panel
      className={className ?? ""}
      title="Workflows"
      definitions={definitionsOf(data, workflowMetrics)}
      freshness={freshnessOf(data, getAnswer(data, "ci.runs"))}
      links={{
        items: { href: itemsHref(data, { metric: "ci.flake_rate", filter: "flaky" }), text: "Flaky runs" },
        ...seriesFiles(data, { metrics: workflowMetrics, by: "workflow" }),
      }}
      aside={
        <span className="flex flex-wrap items-center gap-x-3">
          {sorted.length > shown && `first ${shown} of ${formatNumber(sorted.length)}`}
          {data.mainRuns.length > 0 && (
            <span className="inline-flex items-center gap-1.5">
              Main, last run: <MainMark runs={data.mainRuns} />
            </span>
          )}
        </span>
      }
    >
      <WorkflowTable rows={sorted.slice(0, shown)} sort={data.sort} sortHref={(sort) => hrefOf(data, sort)} />
    </Panel>
  );
}

function hrefOf({ slug, filters }: ActionsData, sort: WorkflowSort): string {
  const href = toHref(`/${slug}/actions`, filters);
  const text = writeWorkflowSort(sort);
  return text === null ? href : `${href}${href.includes("?") ? "&" : "?"}sort=${text}`;
}
