import { Timer } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { BarList } from "../../../../ui/bar-list.tsx";
import type { ActionsData } from "../load-actions.ts";

const metric = "ci.minutes";
const link = { metric };
const shown = 8;

/** What was used of which runners. */
export function MinutesPanel({ data, className }: { readonly data: ActionsData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const total = namedValue(answer.value, "minutes") ?? 0;
  const labels = (answer.rows ?? [])
    .map((row) => ({ label: String(row["label"] ?? "no label"), minutes: Number(row["minutes"] ?? 0) }))
    .toSorted((left, right) => right.minutes - left.minutes);
  const more = labels.length - shown;
  return (
    <Panel
      className={className ?? ""}
      title="Minutes by runner"
      definitions={definitionsOf(data, [metric])}
      freshness={{ ...freshnessOf(data, answer), nWord: "jobs" }}
      links={{
        items: answer.n === 0 ? null : { href: itemsHref(data, link), text: `All ${formatNumber(answer.n)} jobs` },
        ...itemsFiles(data, link),
      }}
      aside={total === 0 ? undefined : `${formatNumber(total)} in all`}
    >
      {labels.length === 0 ? (
        <Message icon={Timer} title="No minutes" className="h-full">
          {answer.coverage === 0
            ? "Jobs are not known here. They come when a repository is read from GitHub itself."
            : "No job ran in this window."}
        </Message>
      ) : (
        <BarList
          label="Minutes by runner"
          bars={labels.slice(0, shown).map(({ label, minutes }) => ({
            name: label,
            value: minutes,
            text: `${formatNumber(minutes)} min`,
          }))}
        />
      )}
      {more > 0 && <p className="mt-2 text-12 text-muted">and {formatNumber(more)} more labels</p>}
    </Panel>
  );
}
