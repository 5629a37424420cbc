import { ArrowRight, ChevronsLeft } from "lucide-react";
import Link from "next/link";

import { formatNumber } from "../../../../format/format-number.ts";
import { Button } from "../../../../ui/button.tsx";

type PagerProps = {
  readonly shown: number;
  readonly total: number;
  readonly search: URLSearchParams;
  readonly next: string | null;
  readonly hrefWith: (search: URLSearchParams, change: Readonly<Record<string, string | null>>) => string;
};

/** Says whether this is all, and leads on when it is not. */
export function Pager({ shown, total, search, next, hrefWith }: PagerProps) {
  const isFirst = !search.has("after");
  const isAll = shown === total;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-3 text-13 text-muted">
      <span>
        {isAll
          ? `All ${formatNumber(total)} are shown`
          : `${formatNumber(shown)} of ${formatNumber(total)} on this page; the files hold all of them`}
      </span>
      <span className="ml-auto flex gap-2">
        {!isFirst && (
          <Button asChild>
            <Link href={hrefWith(search, { after: null })}>
              <ChevronsLeft aria-hidden size={14} />
              First page
            </Link>
          </Button>
        )}
        {next !== null && (
          <Button asChild>
            <Link href={hrefWith(search, { after: next })}>
              Next page
              <ArrowRight aria-hidden size={14} />
            </Link>
          </Button>
        )}
      </span>
    </nav>
  );
}
