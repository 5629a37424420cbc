import { formatWindow } from "../format/format-instant.ts";
import { formatValue } from "../format/format-value.ts";
import { figureOf } from "../metric/main-value.ts";
import { readChange } from "../metric/read-change.ts";
import { Tile, type TileProps } from "../metric/tile.tsx";
import { cn } from "../ui/cn.ts";
import type { Board } from "./board.ts";
import { BreakdownPanel } from "./breakdown-panel.tsx";
import { NarrowNote } from "./narrow-note.tsx";
import { definitionsOf, getAnswer } from "./panel-facts.ts";
import { alignSeries } from "./series-values.ts";
import type { TilePlan } from "./tile-plan.ts";
import { itemsHref } from "./view-query.ts";

type TilesProps = { readonly board: Board; readonly plans: readonly TilePlan[] };

/** The key numbers of a dashboard, grouped as well where the filters ask for it, and what the filters do not reach. */
export function Tiles({ board, plans }: TilesProps) {
  return (
    <>
      <NarrowNote board={board} />
      <KeyNumbers board={board} plans={plans} />
      <BreakdownPanel board={board} plans={plans} />
    </>
  );
}

function KeyNumbers({ board, plans }: TilesProps) {
  return (
    <section aria-labelledby="key-numbers">
      <h2 id="key-numbers" className="sr-only">
        Key numbers
      </h2>
      {/* Rows without a gap at their end, as far as it goes. */}
      <ul
        className={cn(
          "grid grid-cols-2 gap-3 md:grid-cols-3",
          plans.length % 5 === 0 ? "xl:grid-cols-5" : "xl:grid-cols-6",
        )}
      >
        {plans.map((plan) => (
          <Tile key={`${plan.metric} ${plan.part}`} {...toTile(board, plan)} />
        ))}
      </ul>
    </section>
  );
}

function toTile(board: Board, plan: TilePlan): TileProps {
  const { metric, part, items = { metric }, isSigned = false } = plan;
  const answer = getAnswer(board, metric);
  const definition = board.definitions.get(metric);
  const unit = plan.unit ?? answer.unit;
  const value = figureOf(answer, part);
  const before = board.filters.isCompared && answer.previous !== null ? figureOf(answer.previous, part) : null;
  const direction = definition?.direction ?? "neutral";
  const keys = board.buckets.map((bucket) => bucket.key);
  return {
    title: board.window.endsNow ? (plan.titleNow ?? plan.title) : plan.title,
    entries: definitionsOf(board, [metric]),
    value,
    unit,
    n: answer.n,
    nWord: plan.nWord,
    isSigned,
    change: readChange({ now: value, before, unit, direction, isDifference: isSigned }),
    before:
      before === null || answer.previous === null
        ? ""
        : `${formatValue(before, unit)} in ${formatWindow(answer.previous, { timeZone: board.timeZone })}, n ${answer.previous.n}`,
    series: alignSeries(answer, keys, part).map((point) => point.value),
    href: itemsHref(board, items),
    band: "band" in answer ? (answer.band ?? null) : null,
    reason: plan.reason,
  };
}
