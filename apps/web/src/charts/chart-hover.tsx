"use client";

import { useRouter } from "next/navigation";
import { useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";

import type { ChartKey, ChartMark } from "./chart-mark.ts";
import type { ChartSize, Plot } from "./chart-size.ts";
import { ChartTip } from "./chart-tip.tsx";
import { daysBetween, hasDays, zoomedSearch } from "./chart-zoom.ts";
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
// Less is a hand that is not quite still.
const dragPixels = 8;

/**
 * The plot as one link that follows the pointer or the arrow keys: it says what is under it, and leads to its items. A stretch of time that
 * is drawn over, or chosen with Shift and the arrows and entered with Z, becomes the window of the page.
 */
export function ChartHover({ marks, keys, size, plot, label, href }: ChartHoverProps) {
  const router = useRouter();
  const [index, setIndex] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const isFirstTouch = useRef(false);
  const drag = useRef<{ readonly x: number; readonly mark: number | null; isDrawn: boolean } | null>(null);
  const mark = index === null ? undefined : marks[index];
  const hasZoom = hasDays(marks);

  const zoom = (first: number | null, last: number | null): boolean => {
    const days = hasZoom ? daysBetween(marks[first ?? -1], marks[last ?? -1]) : null;
    if (days === null) return false;
    setAnchor(null);
    setIndex(null);
    router.push(zoomedSearch(window.location.search, days), { scroll: false });
    return true;
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const place = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    const nearest = nearestMark(marks, place);
    if (event.type === "pointerdown") {
      isFirstTouch.current = event.pointerType !== "mouse" && nearest !== index;
      drag.current =
        event.pointerType === "mouse" && hasZoom ? { x: event.clientX, mark: nearest, isDrawn: false } : null;
    }
    const drawn = drag.current;
    if (drawn !== null && Math.abs(event.clientX - drawn.x) > dragPixels) {
      drawn.isDrawn = true;
      setAnchor(drawn.mark);
    }
    setIndex(nearest);
  };
  // A finger has no hover: its first touch shows what is there, its second follows the link. What was drawn over is no click.
  const follow = (event: MouseEvent) => {
    const drawn = drag.current;
    drag.current = null;
    if (drawn?.isDrawn === true) {
      event.preventDefault();
      zoom(drawn.mark, index);
    }
    if (isFirstTouch.current) event.preventDefault();
    isFirstTouch.current = false;
  };
  const leave = () => {
    drag.current = null;
    setAnchor(null);
    setIndex(null);
  };
  const step = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (event.key === "Escape") leave();
    if (event.key.toLowerCase() === "z" && !event.ctrlKey && !event.metaKey && zoom(anchor ?? index, index)) {
      event.preventDefault();
    }
    if (by === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(marks.length - 1, (index ?? (by > 0 ? -1 : marks.length)) + by));
    setAnchor(event.shiftKey && hasZoom ? (anchor ?? index ?? next) : null);
    setIndex(next);
  };

  return (
    <a
      href={mark?.href ?? href}
      draggable={false}
      aria-label={
        mark === undefined
          ? `${label}. Arrow keys walk through it${hasZoom ? ", Shift and arrows choose a stretch, Z zooms in" : ""}`
          : describe(mark, keys)
      }
      onPointerMove={point}
      onPointerDown={point}
      onClick={follow}
      onPointerLeave={leave}
      onBlur={leave}
      onKeyDown={step}
      className="absolute touch-pan-y select-none"
      style={{
        left: `${(plot.left / size.width) * 100}%`,
        right: `${(plot.right / size.width) * 100}%`,
        top: `${(plot.top / size.height) * 100}%`,
        bottom: `${(plot.bottom / size.height) * 100}%`,
      }}
    >
      <ZoomBand first={anchor === null ? undefined : marks[anchor]} last={mark} />
      {mark !== undefined && <ChartTip mark={mark} keys={keys} />}
    </a>
  );
}

/** The stretch that is chosen so far. */
function ZoomBand({ first, last }: { readonly first: ChartMark | undefined; readonly last: ChartMark | undefined }) {
  if (first === undefined || last === undefined) return null;
  const edges = [first, last].flatMap(({ x, width = 0 }) => [x - width / 2, x + width / 2]);
  const [left, right] = [Math.min(...edges), Math.max(...edges)];
  return (
    <span
      className="absolute inset-y-0 border-x border-accent bg-accent/15"
      style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
    />
  );
}

function describe(mark: ChartMark, keys: readonly ChartKey[]): string {
  const lines = keys.map((key, index) => `${key.label} ${mark.values[index] ?? ""}`);
  return [mark.title, ...lines, mark.note].filter((part) => part !== undefined).join(", ");
}
