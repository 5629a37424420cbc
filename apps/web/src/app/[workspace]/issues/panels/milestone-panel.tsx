import { Milestone } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import { toMilestones } from "../milestones/to-milestones.ts";
import { MilestoneLine } from "../milestones/milestone-line.tsx";
import type { IssuesData } from "../load-issues.ts";

const metric = "milestone.progress";
const shortCount = 8;

/** How far each milestone is, and when it would be done at the pace of the last four weeks. */
export function MilestonePanel({ data, className }: { readonly data: IssuesData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const milestones = toMilestones(answer.rows ?? []);
  const value = mainValue(answer.value);
  const link = { metric };
  return (
    <Panel
      className={className ?? ""}
      title="Milestones, as of the end of the data"
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items:
          milestones.length > shortCount
            ? { href: itemsHref(data, link), text: `All ${formatNumber(milestones.length)}` }
            : null,
        ...itemsFiles(data, link),
      }}
      aside={value === null ? undefined : `${formatPercent(value)} of all open ones`}
    >
      {milestones.length === 0 ? (
        <Message
          className="py-4"
          icon={Milestone}
          title={answer.coverage === 0 ? "Milestones are not known here" : "No milestone is open"}
        >
          {answer.coverage === 0
            ? "An archive of issues holds no milestones, and neither does a clone. They come when a repository is read from GitHub itself."
            : "None of these repositories has an open milestone, or closed one in this window."}
        </Message>
      ) : (
        <ul>
          {milestones.slice(0, shortCount).map((milestone) => (
            <MilestoneLine key={milestone.key} milestone={milestone} timeZone={data.timeZone} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
