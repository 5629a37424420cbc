import type { ListedRule } from "@pulse/actions";
import Link from "next/link";

import { formatNumber } from "../../../../format/format-number.ts";
import { describeRule } from "./rule-words.ts";

type RuleListProps = { readonly slug: string; readonly rules: readonly ListedRule[]; readonly current: string };

/** Every repository with its rule in a sentence, and what that counts. */
export function RuleList({ slug, rules, current }: RuleListProps) {
  return (
    <section aria-labelledby="rules" className="rounded-8 border border-line bg-panel px-4 py-2">
      <h2 id="rules" className="sr-only">
        Rules
      </h2>
      <ul>
        {rules.map((rule) => (
          <li key={rule.repository} className="border-t border-line py-2 text-13 first:border-t-0">
            <Link
              href={`/${slug}/settings/delivery?repo=${encodeURIComponent(rule.repository)}`}
              prefetch={false}
              aria-current={rule.repository === current ? "true" : undefined}
              className="-mx-2 block rounded-6 px-2 py-1 hover:bg-hover aria-[current=true]:bg-hover"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-medium break-words">{rule.repository}</span>
                <span className="text-12 text-muted tabular-nums">
                  {formatNumber(rule.deployments)} deployments, {formatNumber(rule.incidents)} incidents
                </span>
              </span>
              <span className="block text-12 text-muted">
                {rule.isDefault && "Nobody has changed it. "}
                {describeRule(rule)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
