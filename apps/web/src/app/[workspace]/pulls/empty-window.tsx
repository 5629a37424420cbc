import { SearchX } from "lucide-react";
import Link from "next/link";

import { formatWindow } from "../../../format/format-instant.ts";
import { Button } from "../../../ui/button.tsx";
import { Message } from "../../../ui/message.tsx";
import { toHref } from "./filters/pull-filters.ts";
import type { PullsData } from "./load-pulls.ts";

/** Nothing at all happened under these filters. */
export function EmptyWindow({ data }: { readonly data: PullsData }) {
  const { filters, slug, timeZone, window } = data;
  const pathname = `/${slug}/pulls`;
  const isFiltered = filters.repositories.length > 0;
  return (
    <Message
      icon={SearchX}
      title={isFiltered ? "These filters leave nothing over" : "No pull request moved in this window"}
      className="min-h-[40vh] rounded-8 border border-line bg-panel"
      action={
        <>
          <Button asChild>
            <Link href={toHref(pathname, { ...filters, range: "all", from: null, to: null })}>Show all time</Link>
          </Button>
          {isFiltered && (
            <Button asChild>
              <Link href={toHref(pathname, { ...filters, repositories: [] })}>All repositories</Link>
            </Button>
          )}
        </>
      }
    >
      Nothing was opened, merged, closed or open from {formatWindow(window, { timeZone })}
      {isFiltered && ` in ${filters.repositories.join(", ")}`}.
    </Message>
  );
}
