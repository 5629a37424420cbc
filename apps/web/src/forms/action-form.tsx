"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { startTransition, useActionState, useEffect, useRef, type ComponentProps, type ReactNode } from "react";

import { Button } from "../ui/button.tsx";
import { cn } from "../ui/cn.ts";
import { idle, type FormState } from "./form-state.ts";

type ActionFormProps = {
  /** Called on the server with what the form holds. */
  readonly action: (before: FormState, form: FormData) => Promise<FormState>;
  /** A verb: "Connect repository". */
  readonly submit: string;
  readonly pending: string;
  readonly look?: ComponentProps<typeof Button>["look"];
  readonly submitLabel?: string;
  readonly className?: string;
  readonly children?: ReactNode;
};

/** A form that works before its script has run; with it, what was typed stays when something is wrong. */
export function ActionForm({
  action,
  submit,
  pending,
  look = "plain",
  submitLabel,
  className,
  children,
}: ActionFormProps) {
  const [state, send, isPending] = useActionState(action, idle);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (state.kind === "done") form.current?.reset();
  }, [state]);

  return (
    <form
      ref={form}
      action={send}
      onSubmit={(event) => {
        event.preventDefault();
        const data = new FormData(event.currentTarget);
        startTransition(() => send(data));
      }}
      className={cn("flex flex-col gap-3", className)}
    >
      {children}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" look={look} disabled={isPending} aria-label={submitLabel}>
          {isPending ? pending : submit}
        </Button>
      </div>
      <div role="status" className="empty:hidden">
        {!isPending && state.kind !== "idle" && <Outcome state={state} />}
      </div>
    </form>
  );
}

function Outcome({ state }: { readonly state: Exclude<FormState, { kind: "idle" }> }) {
  const Icon = state.kind === "done" ? CircleCheck : CircleAlert;
  return (
    <div className="flex max-w-[75ch] items-start gap-2 text-13">
      <Icon
        aria-hidden
        size={16}
        strokeWidth={1.75}
        className={cn("mt-0.5 shrink-0", state.kind === "done" ? "text-good" : "text-bad")}
      />
      <div className="min-w-0 break-words whitespace-pre-line">
        {state.message}
        {state.kind === "done" && state.notes.length > 0 && (
          <ul className="mt-1 list-disc pl-4 text-muted">
            {state.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
