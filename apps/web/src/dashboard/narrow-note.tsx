import { Users } from "lucide-react";

import type { Board } from "./board.ts";
import { isNarrowable } from "./narrow-view.ts";

/** Which numbers on the page the filters by label or person do not apply to. */
export function NarrowNote({ board }: { readonly board: Board }) {
  const metrics = [...new Set([...board.answers.values()].map(({ metric }) => metric))];
  const whole = metrics.flatMap((id) => {
    const found = board.definitions.get(id);
    return found === undefined || isNarrowable(board.view, found.choices) ? [] : [found.title];
  });
  if (whole.length === 0) return null;
  return (
    <p className="flex items-start gap-2 rounded-8 border border-line bg-panel px-3 py-2.5 text-13">
      <Users aria-hidden size={16} strokeWidth={1.75} className="mt-0.5 shrink-0 text-warning" />
      <span>Not narrowed to the chosen people or labels, for they have none: {whole.join(", ")}.</span>
    </p>
  );
}
