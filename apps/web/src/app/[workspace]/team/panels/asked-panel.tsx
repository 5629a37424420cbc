import { Coffee, ExternalLink } from "lucide-react";

import { freshnessOf, getAnswer, hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Age } from "../../../../live/age.tsx";
import { itemUrl } from "../../../../metric/item-view.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { TeamData } from "../load-team.ts";

const link = { metric: "pr.open", filter: "waiting" };
const definition =
  "Reviews of open pull requests that are no drafts, asked of a person or a team, not taken back, and not given since. What a team was asked for is given by anybody but the author. As it is now, whatever the window; the longest wait first.";

/** Who was asked and has not answered yet, the longest wait first. */
export function AskedPanel({ data, className }: { readonly data: TeamData; readonly className?: string }) {
  const { requests, total } = data.waiting;
  const { timeZone } = data;
  return (
    <Panel
      className={className ?? ""}
      title="Asked for a review, not given yet"
      definitions={[
        {
          id: "list_waiting_reviews",
          title: "Waiting reviews",
          definition,
          sample: `n ${formatNumber(total)} now`,
          href: null,
        },
      ]}
      freshness={{ ...freshnessOf(data, getAnswer(data, "team.wip")), n: total }}
      links={{ items: { href: itemsHref(data, link), text: "All without a review" }, ...itemsFiles(data, link) }}
      aside={total > requests.length ? `first ${requests.length} of ${formatNumber(total)}` : undefined}
    >
      {requests.length === 0 ? (
        <Message icon={Coffee} title="Nobody waits for a review" className="h-full">
          Every review that was asked for has been given.
        </Message>
      ) : (
        <ol>
          {requests.map((request) => (
            <li
              key={`${request.repository} ${request.number} ${request.reviewer ?? request.team}`}
              className="border-t border-line first:border-t-0"
            >
              <a
                href={itemUrl(request, "pull_request")}
                target="_blank"
                rel="noreferrer"
                className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-13">
                    <span className="font-medium">{request.author ?? "A deleted account"}</span> waits for{" "}
                    <span className="font-medium">{request.reviewer ?? request.team}</span>
                  </span>
                  <span className="block truncate text-12 text-muted">
                    {hasManyRepositories(data) && `${request.repository} `}#{request.number} {request.title}
                  </span>
                </span>
                <span className="shrink-0 text-13 tabular-nums">
                  <Age
                    at={request.askedAt.toISOString()}
                    drawnAt={data.drawnAt}
                    title={`asked ${formatInstant(request.askedAt.toISOString(), { timeZone })}`}
                  />
                </span>
                <ExternalLink
                  aria-label="on GitHub"
                  size={13}
                  strokeWidth={1.75}
                  className="shrink-0 text-pale group-hover:text-text"
                />
              </a>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
