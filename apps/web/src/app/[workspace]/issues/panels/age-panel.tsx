import { Inbox } from "lucide-react";
import Link from "next/link";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { whenItEnds } from "../../../../dashboard/when-it-ends.ts";
import { formatDuration } from "../../../../format/format-duration.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { IssuesData } from "../load-issues.ts";

const metric = "issue.age";

// Older is darker: the order is seen without reading.
const steps = [
  { name: "lt7d", text: "under 7 days", strength: 45 },
  { name: "lt30d", text: "7 to 30 days", strength: 58 },
  { name: "lt90d", text: "30 to 90 days", strength: 72 },
  { name: "lt365d", text: "90 to 365 days", strength: 86 },
  { name: "ge365d", text: "a year or more", strength: 100 },
] as const;

/** For how long what is open has been open. Each step leads to its issues. */
export function AgePanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const median = mainValue(answer.value);
  return (
    <Panel
      className={className ?? ""}
      title={`Age of what is open ${whenItEnds(data)}`}
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{ items: { href: itemsHref(data, { metric }), text: "All open" }, ...itemsFiles(data, { metric }) }}
      aside={median === null ? undefined : `p50 ${formatDuration(median)}`}
    >
      {answer.n === 0 ? (
        <Message icon={Inbox} title="Nothing is open" className="h-full">
          Every issue was closed by the end of the window.
        </Message>
      ) : (
        <Steps data={data} n={answer.n} buckets={answer.buckets ?? {}} />
      )}
    </Panel>
  );
}

type StepsProps = {
  readonly data: IssuesData;
  readonly n: number;
  readonly buckets: Readonly<Record<string, number>>;
};

function Steps({ data, n, buckets }: StepsProps) {
  const largest = Math.max(...steps.map(({ name }) => buckets[name] ?? 0), 1);
  return (
    <ul className="flex flex-1 flex-col justify-between gap-1">
      {steps.map(({ name, text, strength }) => {
        const count = buckets[name] ?? 0;
        return (
          <li key={name}>
            <Link
              href={itemsHref(data, { metric, filter: name })}
              prefetch={false}
              className="group -mx-2 block rounded-6 px-2 py-1.5 hover:bg-hover"
            >
              <span className="flex items-baseline justify-between gap-3 text-13 tabular-nums">
                <span className="text-muted group-hover:text-text">{text}</span>
                <span>
                  <span className="font-medium">{formatNumber(count)}</span>
                  <span className="sr-only"> issues, </span>
                  <span className="ml-2 inline-block w-10 text-right text-12 text-muted">
                    {formatPercent(count / n)}
                  </span>
                </span>
              </span>
              <span aria-hidden className="mt-1 block h-2 rounded-4 bg-hover">
                <span
                  className="block h-2 rounded-4 bg-accent"
                  style={{ width: `${(count / largest) * 100}%`, opacity: strength / 100 }}
                />
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
