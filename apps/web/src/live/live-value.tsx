"use client";

import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { cn } from "../ui/cn.ts";

type LiveValueProps = {
  /** A new text lights up, unless it is new because somebody chose another view. */
  readonly text: string;
  readonly className?: string;
};

type Shown = { readonly text: string; readonly view: string; readonly changes: number };

/** A figure that lights up briefly when it changes by itself. Nothing moves. */
export function LiveValue({ text, className }: LiveValueProps) {
  const view = useSearchParams().toString();
  const [shown, setShown] = useState<Shown>({ text, view, changes: 0 });
  if (shown.text !== text || shown.view !== view) {
    setShown({ text, view, changes: shown.changes + (shown.view === view ? 1 : 0) });
  }
  const { changes } = shown;
  // Another key is another element, so that the animation runs again.
  return (
    <span key={changes} className={cn(changes > 0 && "flash", className)}>
      {text}
    </span>
  );
}
