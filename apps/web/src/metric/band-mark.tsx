import type { MetricAnswer } from "./metric-answer.ts";

export type Band = NonNullable<MetricAnswer["band"]>;

/** Where dora.dev would put a number. It is a hint without a colour, for it is no target. */
export function BandMark({ band }: { readonly band: Band }) {
  return (
    <span
      title={`${band}: where dora.dev put teams with such a number in 2023. A hint, never a target`}
      className="rounded-4 border border-line px-1.5 text-12 text-muted"
    >
      {band}
    </span>
  );
}
