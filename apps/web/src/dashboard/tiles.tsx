import { formatWindow } from "../format/format-instant.ts";
import { formatValue } from "../format/format-value.ts";
import { figureOf } from "../metric/main-value.ts";
import { readChange } from "../metric/read-change.ts";
import { Tile, type TileProps } from "../metric/tile.tsx";
import type { Board } from "./board.ts";
import { definitionsOf, getAnswer } from "./panel-facts.ts";
import { alignSeries } from "./series-values.ts";
import type { TilePlan } from "./tile-plan.ts";
import { itemsHref } from "./view-query.ts";

export function Tiles({ board, plans }: { readonly board: Board; readonly plans: readonly TilePlan[] }) {
  return (
    <section aria-labelledby="key-numbers">
      <h2 id="key-numbers" className="sr-only">
        Key numbers
      </h2>
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
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
    reason: plan.reason,
  };
}
