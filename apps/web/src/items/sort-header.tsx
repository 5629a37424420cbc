import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";

import { cn } from "../ui/cn.ts";
import type { ItemSort } from "./item-sort.ts";

type SortHeaderProps = {
  readonly column: "at" | "number" | "value";
  readonly text: string;
  readonly sort: ItemSort;
  readonly sortHref: (sort: ItemSort) => string;
  readonly isRight?: boolean;
  readonly className?: string;
};

/** A column's name, which sorts by it: the largest or latest first, then the other way round. */
export function SortHeader({ column, text, sort, sortHref, isRight = false, className }: SortHeaderProps) {
  const isUp = sort === column;
  const isDown = sort === `-${column}`;
  const next: ItemSort = isDown ? column : `-${column}`;
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={isUp ? "ascending" : isDown ? "descending" : "none"}
      className={cn("p-0 text-12 font-medium text-muted", className)}
    >
      <Link
        href={sortHref(next)}
        scroll={false}
        prefetch={false}
        className={cn(
          "flex h-10 items-center gap-1 pr-3 hover:text-text",
          isRight && "justify-end",
          column === "value" && "pr-0",
          (isUp || isDown) && "text-text",
        )}
      >
        {text}
        {(isUp || isDown) && <Arrow aria-hidden size={12} />}
      </Link>
    </th>
  );
}
