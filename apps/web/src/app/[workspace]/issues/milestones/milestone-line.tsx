import { ExternalLink } from "lucide-react";

import { formatDuration } from "../../../../format/format-duration.ts";
import { formatDay } from "../../../../format/format-instant.ts";
import { formatNumber, formatPercent } from "../../../../format/format-number.ts";
import { cn } from "../../../../ui/cn.ts";
import type { Milestone } from "./to-milestones.ts";

type MilestoneLineProps = { readonly milestone: Milestone; readonly timeZone: string };

const colours: Partial<Readonly<Record<Milestone["outlook"], string>>> = { late: "text-bad", early: "text-good" };

export function MilestoneLine({ milestone, timeZone }: MilestoneLineProps) {
  const { title, url, repository, items, closed, progress, outlook } = milestone;
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="group -mx-2 grid min-h-14 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-6 px-2 py-2 hover:bg-hover md:grid-cols-[minmax(0,2fr)_minmax(0,2fr)_minmax(0,2fr)_auto]"
      >
        <span className="min-w-0">
          <span className="block truncate text-13 font-medium">{title}</span>
          <span className="block truncate text-12 text-muted">{repository}</span>
        </span>
        <span className="col-span-2 row-start-2 md:col-span-1 md:row-start-auto">
          <span className="flex justify-between text-12 text-muted tabular-nums">
            <span>
              {formatNumber(closed)} of {formatNumber(items)} closed
            </span>
            <span className="font-medium text-text">{progress === null ? "–" : formatPercent(progress)}</span>
          </span>
          <span aria-hidden className="mt-1 block h-2 rounded-4 bg-hover">
            <span className="block h-2 rounded-4 bg-accent" style={{ width: `${(progress ?? 0) * 100}%` }} />
          </span>
        </span>
        <span className="col-span-2 text-12 text-muted tabular-nums md:col-span-1 md:text-right">
          <span className="block">{dueText(milestone, timeZone)}</span>
          <span className={cn("block", colours[outlook])}>{outlookText(milestone, timeZone)}</span>
        </span>
        <ExternalLink
          aria-label="on GitHub"
          size={13}
          strokeWidth={1.75}
          className="col-start-2 row-start-1 shrink-0 text-pale group-hover:text-text md:col-start-4"
        />
      </a>
    </li>
  );
}

function dueText({ dueAt }: Milestone, timeZone: string): string {
  return dueAt === null ? "no due date" : `due ${formatDay(dueAt, { timeZone })}`;
}

function outlookText({ outlook, dueAt, endsAt }: Milestone, timeZone: string): string {
  if (outlook === "closed") return "closed";
  if (outlook === "done") return "everything is closed";
  if (endsAt === null) return "no end in sight: nothing closed in four weeks";
  const end = `done ${formatDay(endsAt, { timeZone })} at this pace`;
  if (dueAt === null) return end;
  const apart = formatDuration(Math.abs(Date.parse(endsAt) - Date.parse(dueAt)) / 1_000);
  return `${end}, ${apart} ${outlook === "late" ? "late" : "early"}`;
}
