import type { DeployedApp } from "@pulse/actions";
import Link from "next/link";

import { ActionForm } from "../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../ui/field.tsx";
import { deployHref, type DeployPage } from "./deploy-page.ts";
import { startRollbackForm } from "./form-actions.ts";
import type { PlannedRollback } from "./load-deployments.ts";
import { PanelHead } from "./panel-head.tsx";

type RollbackPanelProps = {
  readonly page: DeployPage;
  readonly rollback: PlannedRollback;
  readonly app: DeployedApp | null;
};

/** The plan of going back, or why it cannot work; and only below it the button. */
export function RollbackPanel({ page, rollback, app }: RollbackPanelProps) {
  const { target, plan, problem } = rollback;
  const { to } = target;
  if (to === null) return null;
  return (
    <section
      aria-labelledby="rollback"
      className="flex min-w-0 flex-col gap-4 rounded-8 border border-line bg-panel p-4"
    >
      <PanelHead
        page={page}
        id="rollback"
        title={`Roll ${target.service ?? plan?.appName ?? app?.name ?? "back"} back to ${to.slice(0, 8)}`}
      />
      <Scopes page={page} target={target} app={app} />
      {problem !== null && (
        <p role="alert" className="text-13 break-words">
          <span className="font-medium text-bad">There is no plan for this. </span>
          {problem}
        </p>
      )}
      {plan !== null && (
        <>
          <pre
            aria-label="Plan"
            className="rounded-8 bg-hover p-3 font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]"
          >
            {plan.lines.join("\n")}
          </pre>
          {plan.refusals.length > 0 ? (
            <p role="alert" className="text-13">
              <span className="font-medium text-bad">It cannot work, so nothing is done.</span> The reason stands below
              the plan.
            </p>
          ) : (
            <Confirm page={page} target={target} plan={plan} />
          )}
        </>
      )}
    </section>
  );
}

type ScopesProps = Pick<RollbackPanelProps, "page" | "app"> & { readonly target: PlannedRollback["target"] };

/** The whole app, one part alone, or everything by the recorded spec: each has its own plan. */
function Scopes({ page, target, app }: ScopesProps) {
  const { to, service, isFull } = target;
  if (to === null) return null;
  const parts = (app?.parts ?? []).filter(({ kind }) => ["service", "worker", "job"].includes(kind));
  const choices = [
    { text: "The whole app", search: {}, isCurrent: service === null && !isFull },
    ...parts.map(({ name }) => ({ text: `${name} alone`, search: { service: name }, isCurrent: service === name })),
    { text: "By the recorded spec", search: { full: "1" }, isCurrent: isFull },
  ];
  return (
    <nav aria-label="What goes back" className="flex flex-wrap gap-1">
      {choices.map(({ text, search, isCurrent }) => (
        <Link
          key={text}
          href={deployHref(page, { rollback: to, ...search })}
          prefetch={false}
          aria-current={isCurrent ? "true" : undefined}
          className="inline-flex min-h-10 max-w-full items-center rounded-8 border border-line px-3 text-13 break-all text-muted hover:bg-hover hover:text-text aria-[current=true]:bg-hover aria-[current=true]:font-medium aria-[current=true]:text-text"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}

type ConfirmProps = {
  readonly page: DeployPage;
  readonly target: PlannedRollback["target"];
  readonly plan: NonNullable<PlannedRollback["plan"]>;
};

function Confirm({ page, target, plan }: ConfirmProps) {
  const fields = {
    app: plan.appId,
    to: target.to,
    service: target.service,
    full: target.isFull ? "1" : null,
    plan: plan.plan,
  };
  return (
    <ActionForm
      action={startRollbackForm.bind(null, page.slug)}
      submit={`Roll back ${target.service ?? plan.appName}`}
      pending="Asking…"
      look="primary"
    >
      {Object.entries(fields).map(([name, value]) =>
        value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Field
        label="Why"
        htmlFor="reason"
        note="For the history, for the log of changes, and for whoever wants to deploy meanwhile. The worker does it, verifies what runs, and tells the team; no rollback takes migrations back."
      >
        <input
          id="reason"
          name="reason"
          required
          maxLength={300}
          aria-describedby="reason-note"
          className={`${fieldLook} max-w-[75ch]`}
        />
      </Field>
    </ActionForm>
  );
}
