import { ArrowLeft, ArrowRight } from "lucide-react";
import Link from "next/link";

import { formatNumber } from "../../../../format/format-number.ts";
import { Button } from "../../../../ui/button.tsx";
import { pageSize, type ComparisonView } from "./comparison-view.ts";

type ComparisonPagerProps = {
  readonly view: ComparisonView;
  readonly total: number;
  readonly shown: number;
  readonly hrefOf: (change: Partial<ComparisonView>) => string;
};

/** Says which of the repositories are on screen, and leads to the others. */
export function ComparisonPager({ view, total, shown, hrefOf }: ComparisonPagerProps) {
  if (total <= pageSize) return null;
  const first = (view.page - 1) * pageSize + 1;
  return (
    <nav aria-label="Pages of repositories" className="mt-3 flex flex-wrap items-center gap-3 text-12 text-muted">
      <span className="tabular-nums">
        {formatNumber(first)} to {formatNumber(first + shown - 1)} of {formatNumber(total)}, the scale is of these
      </span>
      <span className="ml-auto flex gap-2">
        {view.page > 1 && (
          <Button asChild>
            <Link href={hrefOf({ page: view.page - 1 })} scroll={false} prefetch={false}>
              <ArrowLeft aria-hidden size={14} />
              Back
            </Link>
          </Button>
        )}
        {first + shown - 1 < total && (
          <Button asChild>
            <Link href={hrefOf({ page: view.page + 1 })} scroll={false} prefetch={false}>
              Next
              <ArrowRight aria-hidden size={14} />
            </Link>
          </Button>
        )}
      </span>
    </nav>
  );
}
