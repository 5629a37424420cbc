import { SearchX } from "lucide-react";
import Link from "next/link";

import { isNarrowed, toHref } from "../filters/view-filters.ts";
import { formatWindow } from "../format/format-instant.ts";
import { Button } from "../ui/button.tsx";
import { Message } from "../ui/message.tsx";
import type { Board } from "./board.ts";

type EmptyWindowProps = {
  readonly board: Board;
  /** "No pull request moved in this window" */
  readonly title: string;
  /** "Nothing was opened, merged, closed or open" */
  readonly text: string;
};

/** Nothing at all happened under these filters. */
export function EmptyWindow({ board, title, text }: EmptyWindowProps) {
  const { dashboard, filters, slug, timeZone, window } = board;
  const pathname = `/${slug}/${dashboard}`;
  const everywhere = { ...filters, repositories: [], labelGroups: [], labels: [], people: [], teams: [] };
  const narrowings = [...filters.labelGroups, ...filters.labels.map((label) => label || "no label")];
  const whose = [...filters.teams, ...filters.people];
  return (
    <Message
      icon={SearchX}
      title={isNarrowed(filters) ? "These filters leave nothing over" : title}
      className="min-h-[40vh] rounded-8 border border-line bg-panel"
      action={
        <>
          <Button asChild>
            <Link href={toHref(pathname, { ...filters, range: "all", from: null, to: null })}>Show all time</Link>
          </Button>
          {isNarrowed(filters) && (
            <Button asChild>
              <Link href={toHref(pathname, everywhere)}>
                {narrowings.length + whose.length > 0 ? "Everything of everybody" : "All repositories"}
              </Link>
            </Button>
          )}
        </>
      }
    >
      {text} from {formatWindow(window, { timeZone })}
      {filters.repositories.length > 0 && ` in ${filters.repositories.join(", ")}`}
      {narrowings.length > 0 && ` with ${narrowings.join(", ")}`}
      {whose.length > 0 && ` by ${whose.join(", ")}`}.
    </Message>
  );
}
