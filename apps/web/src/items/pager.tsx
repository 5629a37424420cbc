import { ArrowRight, ChevronsLeft } from "lucide-react";
import Link from "next/link";

import { formatNumber } from "../format/format-number.ts";
import { Button } from "../ui/button.tsx";
import { hrefWith, type ItemsPlace } from "./items-place.ts";

type PagerProps = {
  readonly place: ItemsPlace;
  readonly shown: number;
  readonly total: number;
  readonly next: string | null;
};

/** Says whether this is all, and leads on when it is not. */
export function Pager({ place, shown, total, next }: PagerProps) {
  const isFirst = !place.search.has("after");
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
            <Link href={hrefWith(place, { after: null })}>
              <ChevronsLeft aria-hidden size={14} />
              First page
            </Link>
          </Button>
        )}
        {next !== null && (
          <Button asChild>
            <Link href={hrefWith(place, { after: next })}>
              Next page
              <ArrowRight aria-hidden size={14} />
            </Link>
          </Button>
        )}
      </span>
    </nav>
  );
}
