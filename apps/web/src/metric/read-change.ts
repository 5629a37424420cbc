import type { MetricDefinition, Unit } from "./metric-answer.ts";
import { formatNumber, formatPercent } from "../format/format-number.ts";

/** Which way a metric should go. */
type Direction = MetricDefinition["direction"];

export type Change = {
  readonly text: string;
  readonly word: string;
  readonly way: "up" | "down" | "level";
  readonly meaning: "good" | "bad" | "neutral";
};

const words: Readonly<Record<Unit, { readonly up: string; readonly down: string }>> = {
  seconds: { up: "longer", down: "shorter" },
  count: { up: "more", down: "fewer" },
  lines: { up: "larger", down: "smaller" },
  ratio: { up: "higher", down: "lower" },
  rate: { up: "higher", down: "lower" },
};

type Compared = {
  /** Told as so much more or less, and not as a share. */
  readonly isDifference?: boolean;
  readonly now: number | null;
  readonly before: number | null;
  readonly unit: Unit;
  readonly direction: Direction;
};

/** How a number differs from the one before it, or null when there is nothing to compare with. */
export function readChange({ now, before, unit, direction, isDifference = false }: Compared): Change | null {
  if (now === null || before === null) return null;
  const difference = isDifference || unit === "ratio" ? now - before : relative(now, before);
  if (difference === null) return null;
  const text = textOf(Math.abs(difference), { unit, isDifference });
  const isLevel = /^0( |$)/.test(text);
  const way = isLevel ? "level" : difference > 0 ? "up" : "down";
  if (way === "level") return { text: "same", word: "as before", way, meaning: "neutral" };
  return { text, word: words[unit][way], way, meaning: meaningOf(way, direction) };
}

function textOf(difference: number, { unit, isDifference }: Required<Pick<Compared, "isDifference" | "unit">>): string {
  if (isDifference) return formatNumber(difference);
  return unit === "ratio" ? `${formatNumber(difference * 100)} pts` : formatPercent(difference);
}

// From nothing to something is no percentage.
function relative(now: number, before: number): number | null {
  if (before === 0) return now === 0 ? 0 : null;
  return (now - before) / Math.abs(before);
}

function meaningOf(way: "up" | "down", direction: Direction): Change["meaning"] {
  if (direction === "neutral") return "neutral";
  return way === direction ? "good" : "bad";
}
