import { ExternalLink, PackageOpen } from "lucide-react";

import { definitionsOf, freshnessOf, getAnswer, hasManyRepositories } from "../../../../dashboard/panel-facts.ts";
import { itemsFiles, itemsHref } from "../../../../dashboard/view-query.ts";
import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { namedValue } from "../../../../metric/main-value.ts";
import { Panel } from "../../../../metric/panel.tsx";
import { Message } from "../../../../ui/message.tsx";
import type { OverviewData } from "../load-overview.ts";
import { toReleases } from "./to-releases.ts";

const metric = "repo.releases";
const shortCount = 6;

export function ReleasesPanel({ data, className }: { readonly data: OverviewData; readonly className?: string }) {
  const answer = getAnswer(data, metric);
  const releases = toReleases(answer.rows ?? []);
  const prereleases = namedValue(answer.value, "prereleases") ?? 0;
  const zone = { timeZone: data.timeZone };
  const link = { metric };
  return (
    <Panel
      className={className ?? ""}
      title="Releases, newest first"
      definitions={definitionsOf(data, [metric])}
      freshness={freshnessOf(data, answer)}
      links={{
        items:
          releases.length > shortCount
            ? { href: itemsHref(data, link), text: `All ${formatNumber(releases.length)}` }
            : null,
        ...itemsFiles(data, link),
      }}
      aside={prereleases > 0 ? `${formatNumber(prereleases)} of them prereleases` : undefined}
    >
      {releases.length === 0 ? (
        <Message
          icon={PackageOpen}
          title={answer.coverage === 0 ? "Releases are not known here" : "Nothing was released in this window"}
          className="h-full"
        >
          {answer.coverage === 0
            ? "Neither archives nor clones hold them. They come when a repository is read from GitHub itself."
            : "Choose a longer window."}
        </Message>
      ) : (
        <ol>
          {releases.slice(0, shortCount).map((release) => (
            <li key={release.key} className="border-t border-line first:border-t-0">
              <a
                href={release.url}
                target="_blank"
                rel="noreferrer"
                className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
              >
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-13 font-medium">{release.title}</span>
                  <span className="block truncate text-12 text-muted">
                    {hasManyRepositories(data) && `${release.repository} · `}
                    {release.isPrerelease ? "prerelease" : "release"}
                  </span>
                </span>
                <time
                  dateTime={release.publishedAt}
                  title={formatInstant(release.publishedAt, zone)}
                  className="shrink-0 text-13 tabular-nums"
                >
                  {formatDay(release.publishedAt, zone)}
                </time>
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
