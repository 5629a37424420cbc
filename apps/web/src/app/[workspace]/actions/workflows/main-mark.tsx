import type { MainRun } from "@pulse/actions";

import { eventFace } from "../../../../items/event-face.ts";
import { itemUrl } from "../../../../metric/item-view.ts";
import { cn } from "../../../../ui/cn.ts";

const failures = ["failure", "timed_out", "startup_failure"];

/** Whether the last run on main was green, everywhere; what is red leads to the run that is. */
export function MainMark({ runs }: { readonly runs: readonly MainRun[] }) {
  const judged = runs.filter(({ conclusion }) => conclusion === "success" || failures.includes(conclusion));
  const red = judged.filter(({ conclusion }) => conclusion !== "success");
  const [first] = red;
  if (judged.length === 0) return <span className="text-pale">–</span>;
  const { icon: Icon, color } = eventFace(first?.conclusion ?? "success");
  const icon = <Icon aria-hidden size={14} strokeWidth={1.75} className={cn("shrink-0", color)} />;
  if (first === undefined) {
    return (
      <span className="inline-flex items-center gap-1.5">
        {icon}
        {judged.length === 1 ? "green" : `${judged.length} of ${judged.length} green`}
      </span>
    );
  }
  return (
    <a
      href={itemUrl(
        { repository: first.repository, number: 0, details: { run_id: first.runId, attempt: first.attempt } },
        "run",
      )}
      target="_blank"
      rel="noreferrer"
      title={red.map(({ repository, workflow }) => `${workflow} in ${repository}`).join("\n")}
      className="inline-flex min-h-8 items-center gap-1.5 font-medium hover:underline"
    >
      {icon}
      {judged.length === 1 ? "red" : `${red.length} of ${judged.length} red`}
    </a>
  );
}
