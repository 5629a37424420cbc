import { UserRoundX } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { mainValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Command } from "../../../../ui/command.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { OverviewData } from "../load-overview.ts";
import { toPeople } from "./to-people.ts";

const metric = "repo.contributor_absence_factor";
const shortCount = 6;

/** How few people's commits are half of all: whom the work would miss. By name, for this is no ranking. */
export function AbsencePanel({ data, className }: { readonly data: OverviewData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const value = mainValue(answer.value);
  const people = toPeople(answer.rows ?? []);
  const link = { metric };
  const repository = data.filters.repositories[0] ?? data.repositories[0]?.fullName ?? "OWNER/NAME";
  return (
    <Panel
      className={className ?? ""}
      title="Who makes half of the commits"
      definitions={definitionsOf(data, [metric])}
      freshness={{ ...freshnessOf(data, answer), nWord: "commits" }}
      links={{
        items: value === null ? null : { href: itemsHref(data, link), text: "These people" },
        ...itemsFiles(data, link),
      }}
      aside={value === null ? undefined : `absence factor ${formatNumber(value)}`}
    >
      {value === null && answer.coverage === 0 && (
        <Message
          icon={UserRoundX}
          title="No commits are known"
          className="h-full"
          action={<Command line={`./pulse import git DIR --repo ${repository}`} />}
        >
          An archive of issues and pull requests holds no commits. Read them from a clone of the repository:
        </Message>
      )}
      {value === null && answer.coverage > 0 && (
        <Message icon={UserRoundX} title="No commits in this window" className="h-full">
          Nobody has a commit on the default branch in these days. Choose a longer window.
        </Message>
      )}
      {value !== null && (
        <>
          <p className="mb-2 text-13 text-muted">
            {value === 1
              ? "One person makes at least half of all commits. Were they away, the other half would have to do."
              : `It takes ${formatNumber(value)} people to make half of all commits; were they away, the others would have to do the same again.`}
          </p>
          <ul className="text-13">
            {people.slice(0, shortCount).map((person) => (
              <li
                key={person.name}
                className="flex min-h-10 items-center gap-3 border-t border-line tabular-nums first:border-t-0"
              >
                <span className="min-w-0 flex-1 truncate">{person.name}</span>
                <span aria-hidden className="h-2 w-20 rounded-4 bg-hover">
                  <span className="block h-2 rounded-4 bg-accent" style={{ width: `${person.share * 100}%` }} />
                </span>
                <span className="w-24 text-right text-muted">
                  {formatNumber(person.commits)} · {formatPercent(person.share)}
                </span>
              </li>
            ))}
          </ul>
          {people.length > shortCount && (
            <p className="mt-1 text-12 text-muted">and {formatNumber(people.length - shortCount)} more</p>
          )}
        </>
      )}
    </Panel>
  );
}
