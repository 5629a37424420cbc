import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";

import { cn } from "./cn.ts";

type ColumnHeaderProps = {
  readonly text: string;
  /** Which way the table is sorted by this column; null when it is sorted by another. */
  readonly sorted: "asc" | "desc" | null;
  /** Where the table is sorted by it this way. */
  readonly hrefOf: (order: "asc" | "desc") => string;
  /** Text stands at the left and begins with the first letter; figures at the right, and begin with the largest. */
  readonly isText?: boolean;
  readonly className?: string;
};

/** A column's name that sorts its table, in the address. */
export function ColumnHeader({ text, sorted, hrefOf, isText = false, className }: ColumnHeaderProps) {
  const next = sorted === null ? (isText ? "asc" : "desc") : sorted === "desc" ? "asc" : "desc";
  const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sorted === null ? "none" : sorted === "desc" ? "descending" : "ascending"}
      className={cn("p-0 text-12 font-medium text-muted", className)}
    >
      <Link
        href={hrefOf(next)}
        scroll={false}
        prefetch={false}
        className={cn(
          "flex min-h-10 items-center gap-1 hover:text-text",
          !isText && "justify-end pl-3 text-right",
          sorted !== null && "text-text",
        )}
      >
        {text}
        <Arrow aria-hidden size={12} className={cn("shrink-0", sorted === null && "hidden")} />
      </Link>
    </th>
  );
}
