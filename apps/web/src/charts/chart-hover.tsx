"use client";

import { useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";

import type { ChartKey, ChartMark } from "./chart-mark.ts";
import type { ChartSize, Plot } from "./chart-size.ts";
import { ChartTip } from "./chart-tip.tsx";
import { nearestMark } from "./nearest-mark.ts";

type ChartHoverProps = {
  readonly marks: readonly ChartMark[];
  readonly keys: readonly ChartKey[];
  readonly size: ChartSize;
  readonly plot: Plot;
  readonly label: string;
  /** Where the whole chart leads, while nothing in it is pointed at. */
  readonly href: string;
};

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10 };

/** The plot as one link that follows the pointer or the arrow keys: it says what is under it, and leads to its items. */
export function ChartHover({ marks, keys, size, plot, label, href }: ChartHoverProps) {
  const [index, setIndex] = useState<number | null>(null);
  const isFirstTouch = useRef(false);
  const mark = index === null ? undefined : marks[index];

  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    const nearest = nearestMark(marks, place);
    if (event.type === "pointerdown") isFirstTouch.current = event.pointerType !== "mouse" && nearest !== index;
    setIndex(nearest);
  };
  // A finger has no hover: its first touch shows what is there, its second follows the link.
  const follow = (event: MouseEvent) => {
    if (isFirstTouch.current) event.preventDefault();
    isFirstTouch.current = false;
  };
  const step = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (event.key === "Escape") setIndex(null);
    if (by === undefined) return;
    event.preventDefault();
    setIndex((current) => Math.max(0, Math.min(marks.length - 1, (current ?? (by > 0 ? -1 : marks.length)) + by)));
  };

  return (
    <a
      href={mark?.href ?? href}
      aria-label={mark === undefined ? `${label}. Arrow keys walk through it` : describe(mark, keys)}
      onPointerMove={point}
      onPointerDown={point}
      onClick={follow}
      onPointerLeave={() => setIndex(null)}
      onBlur={() => setIndex(null)}
      onKeyDown={step}
      className="absolute touch-pan-y"
      style={{
        left: `${(plot.left / size.width) * 100}%`,
        right: `${(plot.right / size.width) * 100}%`,
        top: `${(plot.top / size.height) * 100}%`,
        bottom: `${(plot.bottom / size.height) * 100}%`,
      }}
    >
      {mark !== undefined && <ChartTip mark={mark} keys={keys} />}
    </a>
  );
}

function describe(mark: ChartMark, keys: readonly ChartKey[]): string {
  const lines = keys.map((key, index) => `${key.label} ${mark.values[index] ?? ""}`);
  return [mark.title, ...lines, mark.note].filter((part) => part !== undefined).join(", ");
}
