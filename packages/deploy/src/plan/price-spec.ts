import type { InstanceSize } from "../platform/platform.ts";
import { listComponents, type Spec } from "../spec/spec.ts";

type PriceLine = {
  readonly component: string;
  readonly size: string;
  readonly count: number;
  /** Null for a size that the price list does not have. */
  readonly usdPerMonth: number | null;
};

export type Price = {
  readonly lines: readonly PriceLine[];
  /** What of it is known; jobs are billed by the seconds they run, and are not in it. */
  readonly usdPerMonth: number;
  readonly unknownSizes: readonly string[];
};

/** The size of a component that names none. */
const defaultSize = "apps-s-1vcpu-0.5gb";

/** What a spec costs a month by the platform's own price list, component by component. */
export function priceSpec(spec: Spec, sizes: readonly InstanceSize[]): Price {
  const running = listComponents(spec).filter(({ kind }) => kind === "services" || kind === "workers");
  const lines = running.map(({ component }): PriceLine => {
    const size = component.instance_size_slug ?? defaultSize;
    const count = component.instance_count ?? 1;
    const price = sizes.find(({ slug }) => slug === size)?.usdPerMonth;
    return { component: component.name, size, count, usdPerMonth: price === undefined ? null : price * count };
  });
  return {
    lines,
    usdPerMonth: lines.reduce((sum, line) => sum + (line.usdPerMonth ?? 0), 0),
    unknownSizes: [...new Set(lines.flatMap((line) => (line.usdPerMonth === null ? [line.size] : [])))],
  };
}
