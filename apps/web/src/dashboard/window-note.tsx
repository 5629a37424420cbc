import { CalendarClock } from "lucide-react";
import Link from "next/link";

import { formatDay } from "../format/format-instant.ts";
import { formatNumber } from "../format/format-number.ts";
import { toHref } from "../filters/view-filters.ts";
import type { Board } from "./board.ts";

// A workspace can have hundreds.
const mostNamed = 4;

/** Says so when the window ends with old data instead of today, and which repositories know more. */
export function WindowNote({ board }: { readonly board: Board }) {
  const { dashboard, filters, slug, timeZone, window } = board;
  if (!window.endsWithData || window.asOf === null) return null;
  const zone = { timeZone };
  const end = Date.parse(window.asOf);
  const fresher = chosen(board).filter(({ asOf }) => asOf !== null && asOf.getTime() > end);
  return (
    <p className="flex items-start gap-2 rounded-8 border border-line bg-panel px-3 py-2.5 text-13">
      <CalendarClock aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-warning" />
      <span>
        Data ends {formatDay(window.asOf, zone)}, so the window ends there, and not today.
        {fresher.length > 0 && (
          <>
            {" "}
            Read further:{" "}
            {fresher.slice(0, mostNamed).map(({ fullName, asOf }, index) => (
              <span key={fullName}>
                {index > 0 && ", "}
                <Link
                  href={toHref(`/${slug}/${dashboard}`, { ...filters, repositories: [fullName] })}
                  prefetch={false}
                  className="font-medium text-accent underline underline-offset-2"
                >
                  {fullName}
                </Link>{" "}
                to {asOf === null ? "–" : formatDay(asOf.toISOString(), zone)}
              </span>
            ))}
            {fresher.length > mostNamed && (
              <>
                {" "}
                and{" "}
                <Link
                  href={`/${slug}/repositories`}
                  prefetch={false}
                  className="font-medium text-accent underline underline-offset-2"
                >
                  {formatNumber(fresher.length - mostNamed)} more
                </Link>
              </>
            )}
            .
          </>
        )}
      </span>
    </p>
  );
}

function chosen({ filters, repositories }: Board): Board["repositories"] {
  if (filters.repositories.length === 0) return repositories;
  const wanted = new Set(filters.repositories.map((name) => name.toLowerCase()));
  return repositories.filter(({ fullName }) => wanted.has(fullName.toLowerCase()));
}
