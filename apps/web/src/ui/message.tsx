import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

import { cn } from "./cn.ts";

type MessageProps = {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
  /** What to do next. */
  readonly action?: ReactNode;
  /** Where it is the whole page, its title is the page's. */
  readonly heading?: "h1" | "p";
  readonly className?: string;
};

/** The face of a panel or page that has nothing to show: what is so, and the next step. */
export function Message({ icon: Icon, title, children, action, heading: Heading = "p", className }: MessageProps) {
  return (
    <div className={cn("flex flex-col items-center justify-center gap-2 px-4 py-10 text-center", className)}>
      <Icon aria-hidden size={20} strokeWidth={1.5} className="text-pale" />
      <Heading className="font-medium">{title}</Heading>
      <div className="max-w-[52ch] text-13 text-muted">{children}</div>
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
