import { ExternalLink } from "lucide-react";

import type { ItemView } from "../metric/item-view.ts";

type ItemLineProps = {
  readonly item: ItemView;
  /** The number or date at the right end. */
  readonly end: string;
  readonly endTitle?: string;
  readonly showRepository: boolean;
};

/** An item in two lines, leading to GitHub. */
export function ItemLine({ item, end, endTitle, showRepository }: ItemLineProps) {
  const where = showRepository ? `${item.repository} ` : "";
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        href={item.url}
        target="_blank"
        rel="noreferrer"
        className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium">{item.title}</span>
          <span className="block truncate text-12 text-muted">
            {where}#{item.number} · {item.author ?? "deleted account"}
          </span>
        </span>
        <span className="shrink-0 text-13 tabular-nums" title={endTitle}>
          {end}
        </span>
        <ExternalLink
          aria-label="on GitHub"
          size={13}
          strokeWidth={1.75}
          className="shrink-0 text-pale group-hover:text-text"
        />
      </a>
    </li>
  );
}
