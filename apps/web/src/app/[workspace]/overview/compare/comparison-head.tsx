import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";

import { cn } from "../../../../ui/cn.ts";
import type { Column } from "./columns.ts";
import type { ComparisonView } from "./comparison-view.ts";

type ComparisonHeadProps = {
  readonly columns: readonly Column[];
  readonly view: ComparisonView;
  readonly hrefOf: (change: Partial<ComparisonView>) => string;
  readonly className: string;
};

/** What each column measures and on which scale; a name sorts by it. */
export function ComparisonHead({ columns, view, hrefOf, className }: ComparisonHeadProps) {
  return (
    <div role="group" aria-label="Sort the repositories" className={cn("gap-x-4 pb-1 text-12 text-muted", className)}>
      <SortLink sort="name" text="Repository" view={view} hrefOf={hrefOf} />
      {columns.map((column) => (
        <span key={column.metric} className="min-w-0">
          <SortLink sort={column.metric} text={column.title} view={view} hrefOf={hrefOf} />
          <span className="block truncate text-pale tabular-nums" title={column.scale.text}>
            {column.scale.text}
          </span>
        </span>
      ))}
    </div>
  );
}

type SortLinkProps = Pick<ComparisonHeadProps, "hrefOf" | "view"> & { readonly sort: string; readonly text: string };

function SortLink({ sort, text, view, hrefOf }: SortLinkProps) {
  const isSorted = view.sort === sort;
  const isDown = view.order === "desc";
  const next = isSorted ? (isDown ? "asc" : "desc") : sort === "name" ? "asc" : "desc";
  const Arrow = isDown ? ArrowDown : ArrowUp;
  return (
    <Link
      href={hrefOf({ sort, order: next, page: 1 })}
      scroll={false}
      prefetch={false}
      aria-current={isSorted ? "true" : undefined}
      className={cn(
        "-ml-2 inline-flex h-8 items-center gap-1 rounded-6 px-2 font-medium hover:bg-hover hover:text-text",
        isSorted && "text-text",
      )}
    >
      {text}
      {isSorted && <Arrow aria-label={isDown ? "largest first" : "smallest first"} size={12} />}
    </Link>
  );
}
