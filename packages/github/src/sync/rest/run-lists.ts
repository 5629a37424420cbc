/** Cuts the creation of runs into windows that GitHub gives whole; pure. */

/** A closed range of creation, both ends included. In whole seconds, as GitHub keeps them. */
export type RunWindow = { readonly fromMs: number; readonly toMs: number };

/**
 * What is left to read, up to `toMs`: the whole, and within it those of its newer parts that had to be cut, each with the number of runs that it
 * still holds. Null: not known.
 */
export type RunPlan = {
  readonly toMs: number;
  readonly parts: readonly { readonly fromMs: number; readonly left: number | null }[];
};

// https://docs.github.com/en/rest/actions/workflow-runs: a search by `created` gives up to 1,000 results, whatever it counts.
const mostPerSearch = 1000;
const secondMs = 1000;
/** GitHub ran the first workflow in 2018: nothing is older. */
export const firstRunMs = Date.UTC(2018, 0, 1);

export function toCreatedFilter(window: RunWindow): string {
  return `${toSecond(window.fromMs)}..${toSecond(window.toMs)}`;
}

function toSecond(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** True when a search that counts so many does not give them all. A count of exactly the most may be cut as well. */
export function isCapped(total: number): boolean {
  return total >= mostPerSearch;
}

/** The window to ask for: the largest part that is not known to hold too much, else the newer half of the smallest. Null when all is read. */
export function planWindow(plan: RunPlan): RunWindow | null {
  const whole = plan.parts.find(({ left }) => left === null || !isCapped(left));
  if (whole !== undefined) return { fromMs: whole.fromMs, toMs: plan.toMs };
  const innermost = plan.parts.at(-1);
  if (innermost === undefined) return null;
  const window = { fromMs: innermost.fromMs, toMs: plan.toMs };
  return halve(window) ?? window;
}

/** After a window turned out to hold too much: the plan with what was learned, and its newer half to ask for. Null: a second cannot be cut. */
export function cutWindow(
  plan: RunPlan,
  input: { readonly window: RunWindow; readonly total: number },
): { readonly plan: RunPlan; readonly window: RunWindow } | null {
  const { window, total } = input;
  const half = halve(window);
  if (half === null) return null;
  // A count of exactly the most may be where GitHub stopped counting.
  const left = total === mostPerSearch ? null : total;
  const outer = plan.parts.filter((part) => part.fromMs < window.fromMs);
  return { plan: { ...plan, parts: [...outer, { fromMs: window.fromMs, left }] }, window: half };
}

/** After a window was read to its end. */
export function leaveWindow(plan: RunPlan, input: { readonly window: RunWindow; readonly total: number }): RunPlan {
  const { window, total } = input;
  return {
    toMs: window.fromMs - secondMs,
    parts: plan.parts
      .filter((part) => part.fromMs < window.fromMs)
      .map(({ fromMs, left }) => ({ fromMs, left: left === null ? null : Math.max(0, left - total) })),
  };
}

/** The newer half; a second cannot be halved. Guesses by density walk slowly through what is empty beside a burst. */
function halve(window: RunWindow): RunWindow | null {
  const seconds = (window.toMs - window.fromMs) / secondMs + 1;
  if (seconds <= 1) return null;
  return { fromMs: window.toMs - (Math.floor(seconds / 2) - 1) * secondMs, toMs: window.toMs };
}
