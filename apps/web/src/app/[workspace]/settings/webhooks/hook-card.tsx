import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Age } from "../../../../live/age.tsx";
import type { RequestScope } from "../../../../server/open-request.ts";
import { cn } from "../../../../ui/cn.ts";
import { Disclosure } from "../../../../ui/disclosure.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { removeHookForm, rotateForm } from "./form-actions.ts";

type Hook = Awaited<ReturnType<RequestScope["actions"]["listWebhooks"]["run"]>>["webhooks"][number];

type HookCardProps = {
  readonly slug: string;
  readonly hook: Hook;
  readonly mayChange: boolean;
  /** Name of its connection. */
  readonly connection: string | null;
  readonly timeZone: string;
  readonly now: Date;
};

/** A hook on GitHub: whether anything arrives, a new secret for it, and its end. */
export function HookCard({ slug, hook, mayChange, connection, timeZone, now }: HookCardProps) {
  const { hookId, target, url, events, checkDetail, deliveriesInADay, lastDeliveryAt } = hook;
  return (
    <li className="flex flex-col gap-2 rounded-8 border border-line bg-panel p-4 text-13">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h3 className="min-w-48 flex-1 text-14 font-medium break-words">{target}</h3>
        <p className="text-muted tabular-nums">
          {formatNumber(deliveriesInADay)} deliveries in a day
          {lastDeliveryAt !== null && (
            <>
              , the last{" "}
              <Age
                at={lastDeliveryAt.toISOString()}
                drawnAt={now.toISOString()}
                title={formatInstant(lastDeliveryAt.toISOString(), { timeZone })}
              />
            </>
          )}
        </p>
      </div>
      <p className="flex items-start gap-2">
        <span
          aria-hidden
          className={cn(
            "mt-1.5 size-2 shrink-0 rounded-full",
            lastDeliveryAt === null ? "border border-line-strong" : "bg-good",
          )}
        />
        <span className="min-w-0 break-words">
          {lastDeliveryAt === null ? "Nothing has arrived yet" : "Delivers"} to{" "}
          <code className="font-mono text-12">{url}</code>
          {connection !== null && <span className="text-muted"> · by {connection}</span>}
          <span className="text-muted" title={events.join(", ")}>
            {" "}
            · {formatNumber(events.length)} kinds of events
          </span>
          {checkDetail !== null && <span className="block text-warning">{checkDetail}</span>}
        </span>
      </p>
      {mayChange && (
        <Disclosure summary="New secret, remove" of={target}>
          <div className="flex flex-col gap-3 border-t border-line pt-3">
            {connection !== null && (
              <div className="flex flex-wrap gap-3">
                <RotateForm slug={slug} connection={connection} finish={false} />
                <RotateForm slug={slug} connection={connection} finish />
              </div>
            )}
            <ActionForm
              action={removeHookForm.bind(null, slug)}
              submit="Remove the hook"
              submitLabel={`Remove the hook on ${target}`}
              pending="Removing…"
            >
              <input type="hidden" name="target" value={target} />
              <Field
                label={`Type ${target} to remove its hook`}
                htmlFor={`confirm-${hookId}`}
                note="It is removed from GitHub. What it delivered stays; sync goes on as before."
              >
                <input
                  id={`confirm-${hookId}`}
                  name="confirm"
                  required
                  autoComplete="off"
                  autoCapitalize="none"
                  spellCheck={false}
                  aria-describedby={`confirm-${hookId}-note`}
                  className={`${fieldLook} max-w-96`}
                />
              </Field>
            </ActionForm>
          </div>
        </Disclosure>
      )}
    </li>
  );
}

type RotateFormProps = { readonly slug: string; readonly connection: string; readonly finish: boolean };

/** A rotation has two steps, so that nothing that is under way is lost: a new secret, then the end of the old one. */
function RotateForm({ slug, connection, finish }: RotateFormProps) {
  return (
    <ActionForm
      action={rotateForm.bind(null, slug)}
      submit={finish ? "End the old secret" : "New secret"}
      submitLabel={finish ? `End the old secret of ${connection}` : `New secret for the hooks of ${connection}`}
      pending="Asking GitHub…"
    >
      <input type="hidden" name="connection" value={connection} />
      {finish && <input type="hidden" name="finish" value="true" />}
    </ActionForm>
  );
}
