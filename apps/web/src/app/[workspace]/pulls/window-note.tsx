import { CalendarClock } from "lucide-react";
import Link from "next/link";

import { formatDay } from "../../../format/format-instant.ts";
import { toHref } from "./filters/pull-filters.ts";
import type { PullsData } from "./load-pulls.ts";

/** Says so when the window ends with old data instead of today, and which repositories know more. */
export function WindowNote({ data }: { readonly data: PullsData }) {
  const { filters, slug, timeZone, window } = data;
  if (!window.endsWithData || window.asOf === null) return null;
  const zone = { timeZone };
  const end = Date.parse(window.asOf);
  const fresher = chosen(data).filter(({ asOf }) => asOf !== null && asOf.getTime() > end);
  return (
    <p className="flex items-start gap-2 rounded-8 border border-line bg-panel px-3 py-2.5 text-13">
      <CalendarClock aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-warning" />
      <span>
        Data ends {formatDay(window.asOf, zone)}, so the window ends there, and not today.
        {fresher.length > 0 && (
          <>
            {" "}
            Read further:{" "}
            {fresher.map(({ fullName, asOf }, index) => (
              <span key={fullName}>
                {index > 0 && ", "}
                <Link
                  href={toHref(`/${slug}/pulls`, { ...filters, repositories: [fullName] })}
                  prefetch={false}
                  className="font-medium text-accent underline underline-offset-2"
                >
                  {fullName}
                </Link>{" "}
                to {asOf === null ? "–" : formatDay(asOf.toISOString(), zone)}
              </span>
            ))}
            .
          </>
        )}
      </span>
    </p>
  );
}

function chosen({ filters, repositories }: PullsData): PullsData["repositories"] {
  if (filters.repositories.length === 0) return repositories;
  const wanted = new Set(filters.repositories.map((name) => name.toLowerCase()));
  return repositories.filter(({ fullName }) => wanted.has(fullName.toLowerCase()));
}
