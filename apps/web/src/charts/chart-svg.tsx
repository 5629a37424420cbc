"use client";

import { useEffect, useRef, useState } from "react";

import { findDrawing } from "./drawing-store.ts";
import type { Drawing } from "./drawing.ts";

// Drawings that this browser has seen, for the way back to a page whose data came without them.
const seen = new Map<string, string>();

/**
 * Puts a drawing into the page. In a document it is written into the HTML by the server and left alone here, so that
 * it is sent once; the data of a client navigation carries it itself.
 */
export function ChartSvg({ id, svg }: Pick<Drawing, "id" | "svg">) {
  const ref = useRef<HTMLDivElement>(null);
  const [html] = useState(() => findDrawing(id) ?? svg ?? seen.get(id) ?? "");

  useEffect(() => {
    if (ref.current !== null && ref.current.innerHTML !== "") seen.set(id, ref.current.innerHTML);
  }, [id]);

  return (
    <div
      ref={ref}
      aria-hidden
      suppressHydrationWarning
      className="drawing absolute inset-0"
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
