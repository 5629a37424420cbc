import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";

import { cn } from "../ui/cn.ts";
import type { Change } from "./read-change.ts";

const arrows = { up: ArrowUp, down: ArrowDown, level: ArrowRight } as const;
const colours = { good: "text-good", bad: "text-bad", neutral: "text-muted" } as const;

export function ChangeMark({ change, title }: { readonly change: Change; readonly title: string }) {
  const Arrow = arrows[change.way];
  return (
    <span title={title} className={cn("inline-flex items-center gap-0.5 text-12 font-medium", colours[change.meaning])}>
      <Arrow aria-hidden size={12} strokeWidth={2.25} />
      {change.text} {change.word}
    </span>
  );
}
