import { formatWindow } from "../../../format/format-instant.ts";
import { formatValue } from "../../../format/format-value.ts";
import { mainValue, namedValue } from "../../../metric/main-value.ts";
import type { MetricValue } from "../../../metric/metric-answer.ts";
import { readChange } from "../../../metric/read-change.ts";
import { Tile, type TileProps } from "../../../metric/tile.tsx";
import type { PullsData } from "./load-pulls.ts";
import { getAnswer } from "./panel-facts.ts";
import { alignSeries } from "./series-values.ts";
import { tilePlans, type TilePlan } from "./tile-plan.ts";
import { itemsHref } from "./view-query.ts";

export function Tiles({ data }: { readonly data: PullsData }) {
  return (
    <section aria-labelledby="key-numbers">
      <h2 id="key-numbers" className="sr-only">
        Key numbers
      </h2>
      <ul className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
        {tilePlans.map((plan) => (
          <Tile key={plan.metric} {...toTile(data, plan)} />
        ))}
      </ul>
    </section>
  );
}

function toTile(data: PullsData, plan: TilePlan): TileProps {
  const answer = getAnswer(data, plan.metric);
  const definition = data.definitions.get(plan.metric);
  const unit = plan.unit ?? answer.unit;
  const pick = (value: MetricValue) => (plan.part === null ? mainValue(value) : namedValue(value, plan.part));
  const value = pick(answer.value);
  const before = data.filters.isCompared && answer.previous !== null ? pick(answer.previous.value) : null;
  const direction = definition?.direction ?? "neutral";
  return {
    title: plan.metric === "pr.open" && data.window.endsNow ? "Open now" : plan.title,
    entry: { id: plan.metric, title: definition?.title ?? plan.title, definition: definition?.definition ?? "" },
    value,
    unit,
    n: answer.n,
    nWord: plan.nWord,
    change: readChange({ now: value, before, unit, direction }),
    before:
      before === null || answer.previous === null
        ? ""
        : `${formatValue(before, unit)} in ${formatWindow(answer.previous, { timeZone: data.timeZone })}, n ${answer.previous.n}`,
    series: alignSeries(
      answer,
      data.buckets.map((bucket) => bucket.key),
      pick,
    ).map((point) => point.value),
    href: itemsHref({ slug: data.slug, metric: plan.metric, view: data.view }),
    reason: plan.reason,
  };
}
