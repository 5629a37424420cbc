import { formatNumber } from "../../../../format/format-number.ts";
import type { MetricItems } from "../../../../metric/metric-answer.ts";

/** What came into the window and is not in the number, with the reason for each. */
export function LeftOut({ groups }: { readonly groups: MetricItems["left_out"] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-label="Left out" className="text-13 text-muted">
      <p>In the window, but not in the number:</p>
      <ul className="mt-1 list-disc pl-5">
        {groups.map((group) => (
          <li key={group.reason}>
            {formatNumber(group.n)}: {group.text}
          </li>
        ))}
      </ul>
    </section>
  );
}
