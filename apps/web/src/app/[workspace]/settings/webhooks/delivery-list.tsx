import type { DeliverySummary } from "@pulse/actions";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatInstant } from "../../../../format/format-instant.ts";
import { Age } from "../../../../live/age.tsx";
import { cn } from "../../../../ui/cn.ts";
import { redeliverForm, replayForm } from "./form-actions.ts";

type DeliveryListProps = {
  readonly slug: string;
  readonly deliveries: readonly DeliverySummary[];
  readonly mayAsk: boolean;
  readonly timeZone: string;
  readonly now: Date;
};

const states = {
  received: { dot: "bg-accent", word: "waits" },
  processed: { dot: "bg-good", word: "processed" },
  ignored: { dot: "border border-line-strong", word: "ignored" },
  rejected: { dot: "bg-warning", word: "rejected" },
  failed: { dot: "bg-bad", word: "failed" },
} as const;

/** What GitHub sent of late, and what became of it; one can be processed again, or asked for again at GitHub. */
export function DeliveryList({ slug, deliveries, mayAsk, timeZone, now }: DeliveryListProps) {
  return (
    <ul className="rounded-8 border border-line bg-panel px-4">
      {deliveries.map((delivery) => {
        const { id, deliveryId, event, action, repository, state, outcome, attempts, receivedAt } = delivery;
        const at = receivedAt.toISOString();
        return (
          <li
            key={id}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-2 text-13 first:border-t-0"
          >
            <span className="flex min-w-60 flex-1 items-start gap-2">
              <span aria-hidden className={cn("mt-1.5 size-2 shrink-0 rounded-full", states[state].dot)} />
              <span className="min-w-0 break-words">
                <span className="font-medium">{action === null ? event : `${event}.${action}`}</span>{" "}
                {states[state].word}
                {outcome !== null && <span className="text-muted">: {outcome}</span>}
                {attempts > 1 && <span className="text-muted"> (attempt {attempts})</span>}
                <span className="block text-12 text-muted">
                  {repository ?? "no repository"} · <code className="font-mono">{deliveryId}</code>
                </span>
              </span>
            </span>
            <span className="text-12 text-muted tabular-nums">
              <Age at={at} drawnAt={now.toISOString()} title={formatInstant(at, { timeZone })} />
            </span>
            {mayAsk && state !== "rejected" && (
              <ActionForm
                action={replayForm.bind(null, slug)}
                submit="Replay"
                submitLabel={`Replay ${event} ${deliveryId}`}
                pending="Queueing…"
                look="quiet"
              >
                <input type="hidden" name="delivery" value={id} />
              </ActionForm>
            )}
            {mayAsk && (
              <ActionForm
                action={redeliverForm.bind(null, slug)}
                submit="Deliver again"
                submitLabel={`Deliver again ${event} ${deliveryId}`}
                pending="Asking GitHub…"
                look="quiet"
              >
                <input type="hidden" name="delivery" value={id} />
              </ActionForm>
            )}
          </li>
        );
      })}
    </ul>
  );
}
