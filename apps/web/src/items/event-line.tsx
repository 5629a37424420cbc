import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";

import type { ItemView } from "../metric/item-view.ts";
import { cn } from "../ui/cn.ts";
import { eventFace } from "./event-face.ts";

type EventLineProps = {
  readonly item: ItemView;
  /** The number or age at the right end. */
  readonly end: ReactNode;
  readonly showRepository: boolean;
};

/** What happened and ended somehow, in two lines, leading to where it stands at GitHub: a run or a job to its log. */
export function EventLine({ item, end, showRepository }: EventLineProps) {
  const { icon: Icon, color, word } = eventFace(item.state);
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
            {word} · {showRepository && `${item.repository} `}
            {item.number > 0 && `#${item.number}`}
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
