import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

import type { ItemView } from "../metric/item-view.ts";
import { cn } from "../ui/cn.ts";
import { runFace } from "./run-face.ts";

type RunLineProps = {
  readonly item: ItemView;
  /** The number or age at the right end. */
  readonly end: ReactNode;
  readonly showRepository: boolean;
};

/** An attempt of a run, or a job, in two lines, leading to its log at GitHub. */
export function RunLine({ item, end, showRepository }: RunLineProps) {
  const { icon: Icon, color, word } = runFace(item.state);
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        href={item.url}
        target="_blank"
        rel="noreferrer"
        className="group -mx-2 flex min-h-12 items-center gap-3 rounded-6 px-2 py-1.5 hover:bg-hover"
      >
        <Icon aria-hidden size={16} strokeWidth={1.75} className={cn("shrink-0", color)} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13 font-medium">{item.title}</span>
          <span className="block truncate text-12 text-muted">
            {word} · {showRepository && `${item.repository} `}#{item.number}
            {item.attempt !== null && item.attempt > 1 && `, attempt ${item.attempt}`}
            {item.author !== null && ` · ${item.author}`}
          </span>
        </span>
        <span className="shrink-0 text-13 tabular-nums">{end}</span>
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
