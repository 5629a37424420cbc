import type { ActivityEntry } from "@pulse/actions";
import { ExternalLink } from "lucide-react";

import { formatDay, formatInstant } from "../../../format/format-instant.ts";
import { Age } from "../../../live/age.tsx";
import { LiveList } from "../../../live/live-list.tsx";
import { cn } from "../../../ui/cn.ts";
import { toEntryView } from "./entry-view.ts";
import { kindWords } from "./kind-words.ts";

type ActivityListProps = {
  readonly entries: readonly ActivityEntry[];
  readonly timeZone: string;
  readonly drawnAt: string;
};

/** What happened, day by day. */
export function ActivityList({ entries, timeZone, drawnAt }: ActivityListProps) {
  const days = Map.groupBy(entries, ({ at }) => formatDay(at.toISOString(), { timeZone }));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day} className="rounded-8 border border-line bg-panel px-4 pt-3 pb-1">
      <h2 className="mb-1 text-13 font-semibold">{day}</h2>
      <LiveList
        lines={ofDay.map((entry) => ({
          key: `${entry.source} ${entry.id}`,
          line: (
            <div className="border-t border-line">
              <EntryLine entry={entry} timeZone={timeZone} drawnAt={drawnAt} />
            </div>
          ),
        }))}
      />
    </section>
  ));
}

type EntryLineProps = Omit<ActivityListProps, "entries"> & { readonly entry: ActivityEntry };

function EntryLine({ entry, timeZone, drawnAt }: EntryLineProps) {
  const { url, actor, verb, about, at, repository } = toEntryView(entry);
  const { icon: Icon, color } = kindWords[entry.kind];
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} className={cn("shrink-0", color)} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13">
          {actor !== null && <span className="font-medium">{actor} </span>}
          {verb} <span className="font-medium">{about}</span>
        </span>
        <span className="block truncate text-12 text-muted">{repository}</span>
      </span>
      <span className="shrink-0 text-12 text-muted tabular-nums">
        <Age at={at} drawnAt={drawnAt} title={formatInstant(at, { timeZone })} />
      </span>
      <ExternalLink
        aria-label="on GitHub"
        size={13}
        strokeWidth={1.75}
        className="shrink-0 text-pale group-hover:text-text"
      />
    </a>
  );
}
