import { Hourglass } from "lucide-react";

import { formatDuration } from "../../../../format/format-duration.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { PullsData } from "../load-pulls.ts";
import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { alignSeries } from "../../../../dashboard/series-values.ts";
import { itemsHref, seriesFiles } from "../../../../dashboard/view-query.ts";
import { Legend } from "../../../../charts/legend.tsx";
import { StageChart } from "./stage-chart.tsx";

const plans = [
  { metric: "pr.coding_time", name: "coding", colour: "--series-3" },
  { metric: "pr.pickup_time", name: "pickup", colour: "--series-2" },
  { metric: "pr.review_time", name: "review", colour: "--series-4" },
  { metric: "pr.deploy_time", name: "deploy", colour: "--series-6" },
] as const;

const metrics = plans.map((plan) => plan.metric);

type StagePanelProps = { readonly data: PullsData; readonly isDocument: boolean; readonly className?: string };

/** Where the time goes: the median of each stage, bucket by bucket. */
export function StagePanel({ data, isDocument, className }: StagePanelProps) {
  const keys = data.buckets.map((bucket) => bucket.key);
  const stages = plans
    .map((plan) => ({ ...plan, answer: getAnswer(data, plan.metric) }))
    .filter(({ answer }) => answer.n > 0)
    .map((stage) => {
      const points = alignSeries(stage.answer, keys, "p50");
      return { ...stage, ns: points.map((point) => point.n), values: points.map((point) => point.value) };
    });
  const absent = plans.filter((plan) => !stages.some((stage) => stage.metric === plan.metric));
  const title = `Where the time goes, by ${data.grain}`;
  return (
    <Panel
      className={className ?? ""}
      title={title}
      definitions={definitionsOf(data, metrics)}
      freshness={freshnessOf(data, getAnswer(data, "pr.merged"))}
      links={{
        items: { href: itemsHref(data, { metric: "pr.merged" }), text: "All merged" },
        ...seriesFiles(data, { metrics, by: data.grain }),
      }}
      aside={
        <Legend
          entries={stages.map((stage) => {
            const median = namedValue(stage.answer.value, "p50");
            return { ...stage, text: median === null ? "" : formatDuration(median) };
          })}
        />
      }
    >
      {stages.length === 0 ? (
        <Message icon={Hourglass} title="No stage has a time in this window" className="h-full">
          Nothing that was merged here was reviewed by somebody else, and no commits are known. Choose a longer window.
        </Message>
      ) : (
        <StageChart data={data} isDocument={isDocument} title={title} stages={stages} />
      )}
      {absent.length > 0 && stages.length > 0 && (
        <p className="mt-2 text-12 text-muted">{explainAbsence(absent.map((stage) => stage.name))}</p>
      )}
    </Panel>
  );
}

const needs: Readonly<Record<string, string>> = {
  coding: "coding needs commits (./pulse import git DIR --repo O/N)",
  deploy: "deploy needs deployments, which no import here has brought",
  pickup: "pickup needs reviews",
  review: "review needs reviews",
};

function explainAbsence(names: readonly string[]): string {
  return `Not drawn: ${names.map((name) => needs[name] ?? name).join("; ")}.`;
}
