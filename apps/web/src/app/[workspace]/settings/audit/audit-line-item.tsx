import type { AuditLine } from "@pulse/actions";

import { formatInstant } from "../../../../format/format-instant.ts";

type AuditLineItemProps = { readonly line: AuditLine & { readonly who: string }; readonly timeZone: string };

const outcomes = { begun: "begun, and never ended", done: null, refused: "refused", failed: "failed" } as const;

/** A change: who, what, from where and when; its values on request. */
export function AuditLineItem({ line, timeZone }: AuditLineItemProps) {
  const { at, who, source, address, action, input, before, after, state, detail } = line;
  const outcome = outcomes[state];
  const values = { input, before, after };
  const shown = Object.entries(values).filter(([, value]) => value !== null && JSON.stringify(value) !== "{}");
  return (
    <li className="py-3 text-13">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <p className="min-w-48 flex-1">
          <span className="font-medium">{who}</span> {action.replaceAll("_", " ")}
          {outcome !== null && (
            <span className="text-bad">
              {" "}
              {outcome}
              {detail !== null && ` (${detail})`}
            </span>
          )}
        </p>
        <p className="text-muted tabular-nums">
          {source}
          {address !== null && ` ${address}`} · {formatInstant(at.toISOString(), { timeZone })}
        </p>
      </div>
      {shown.length > 0 && (
        <details>
          <summary className="inline-flex h-10 items-center text-muted hover:text-text">
            What changed<span className="sr-only"> with {action.replaceAll("_", " ")}</span>
          </summary>
          <dl className="flex flex-col gap-2">
            {shown.map(([name, value]) => (
              <div key={name}>
                <dt className="text-12 text-muted">{name}</dt>
                <dd>
                  <pre className="overflow-x-auto rounded-8 bg-raised p-2 text-12">
                    {JSON.stringify(value, null, 2)}
                  </pre>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  );
}
