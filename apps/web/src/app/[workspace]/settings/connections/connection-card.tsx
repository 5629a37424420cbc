import { ActionForm } from "../../../../forms/action-form.tsx";
import { formatDay, formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { Age } from "../../../../live/age.tsx";
import type { RequestScope } from "../../../../server/open-request.ts";
import { cn } from "../../../../ui/cn.ts";
import { Disclosure } from "../../../../ui/disclosure.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { kindWords, limitWords, statusWords } from "./connection-words.ts";
import { checkForm, removeForm } from "./form-actions.ts";

type Connection = Awaited<ReturnType<RequestScope["actions"]["listConnections"]["run"]>>["connections"][number];

type ConnectionCardProps = {
  readonly slug: string;
  readonly connection: Connection;
  readonly mayChange: boolean;
  readonly mayCheck: boolean;
  readonly timeZone: string;
  readonly now: Date;
};

/** A way to GitHub: whether it works, what is left of its limits, and what it reads. */
export function ConnectionCard({ slug, connection, mayChange, mayCheck, timeZone, now }: ConnectionCardProps) {
  const { id, name, kind, login, status, statusDetail, repositories, expiresAt, checkedAt, limits } = connection;
  const { tone, title } = statusWords[status];
  return (
    <li className="flex flex-col gap-3 rounded-8 border border-line bg-panel p-4 text-13">
      <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
        <h3 className="min-w-48 flex-1 text-14 font-medium break-words">{name}</h3>
        <p className="text-muted tabular-nums">
          {kindWords[kind]}
          {login !== null && <> of {login}</>} · reads {formatNumber(repositories)}{" "}
          {repositories === 1 ? "repository" : "repositories"}
        </p>
      </div>
      <p className="flex items-start gap-2">
        <span aria-hidden className={cn("mt-1.5 size-2 shrink-0 rounded-full", tone)} />
        <span>
          {title}
          {statusDetail !== null && <span className="text-muted">: {statusDetail}</span>}
          {checkedAt !== null && (
            <span className="text-muted">
              , checked{" "}
              <Age
                at={checkedAt.toISOString()}
                drawnAt={now.toISOString()}
                title={formatInstant(checkedAt.toISOString(), { timeZone })}
              />
            </span>
          )}
          {expiresAt !== null && (
            <span className="text-muted"> · ends {formatDay(expiresAt.toISOString(), { timeZone })}</span>
          )}
        </span>
      </p>
      <Limits limits={limits} timeZone={timeZone} now={now} />
      {mayCheck && (
        <div className="flex flex-col gap-3 border-t border-line pt-3">
          <ActionForm
            action={checkForm.bind(null, slug)}
            submit="Check"
            submitLabel={`Check ${name}`}
            pending="Asking GitHub…"
            className="sm:flex-row sm:flex-wrap sm:items-center"
          >
            <input type="hidden" name="name" value={name} />
            <input
              name="repository"
              aria-label={`A repository to check ${name} with`}
              placeholder="acme/site (may be left empty)"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              className={`${fieldLook} min-w-0 sm:w-72`}
            />
          </ActionForm>
          {mayChange && (
            <Disclosure summary="Remove" of={name}>
              <ActionForm
                action={removeForm.bind(null, slug)}
                submit="Remove"
                submitLabel={`Remove ${name}`}
                pending="Removing…"
              >
                <input type="hidden" name="name" value={name} />
                <Field
                  label={`Type ${name} to remove it`}
                  htmlFor={`confirm-${id}`}
                  note={`Its secret is deleted. ${formatNumber(repositories)} repositories are no longer read; what is known of them stays.`}
                >
                  <input
                    id={`confirm-${id}`}
                    name="confirm"
                    required
                    autoComplete="off"
                    aria-describedby={`confirm-${id}-note`}
                    className={`${fieldLook} max-w-96`}
                  />
                </Field>
              </ActionForm>
            </Disclosure>
          )}
        </div>
      )}
    </li>
  );
}

type LimitsProps = Pick<Connection, "limits"> & Pick<ConnectionCardProps, "timeZone" | "now">;

/** What GitHub still allows in this hour. One whose hour is over is whole again. */
function Limits({ limits, timeZone, now }: LimitsProps) {
  const told = limits.filter(({ quota, remaining }) => quota !== null && remaining !== null);
  if (told.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 text-12 text-muted tabular-nums">
      {told.map(({ resource, quota, remaining, resetAt, pausedUntil, pauseReason }) => {
        const isOver = resetAt !== null && resetAt <= now;
        return (
          <li key={resource}>
            {limitWords[resource]}: {formatNumber(isOver ? (quota ?? 0) : (remaining ?? 0))} of{" "}
            {formatNumber(quota ?? 0)} left
            {resetAt !== null && !isOver && <>, whole again {formatInstant(resetAt.toISOString(), { timeZone })}</>}
            {pausedUntil !== null && pausedUntil > now && (
              <span className="text-warning">
                , paused until {formatInstant(pausedUntil.toISOString(), { timeZone })}
                {pauseReason !== null && <> ({pauseReason})</>}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
