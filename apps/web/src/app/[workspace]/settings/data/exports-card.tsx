import type { ExportSummary } from "@pulse/actions";

import { formatInstant } from "../../../../format/format-instant.ts";
import { formatNumber } from "../../../../format/format-number.ts";
import { ActionForm } from "../../../../forms/action-form.tsx";
import { Field, fieldLook } from "../../../../ui/field.tsx";
import { exportFormats, exportLists } from "./export-choices.ts";
import { removeExportForm, requestExportForm } from "./form-actions.ts";

type ExportsCardProps = {
  readonly slug: string;
  readonly timeZone: string;
  readonly exports: readonly ExportSummary[];
  readonly mayTakeAll: boolean;
};

/** Files of any size: asked for here, written by the worker, fetched for a day. The page reads itself again as they get on. */
export function ExportsCard({ slug, timeZone, exports, mayTakeAll }: ExportsCardProps) {
  return (
    <section aria-labelledby="exports" className="rounded-8 border border-line bg-panel p-4">
      <h2 id="exports" className="mb-1 text-14 font-semibold">
        Files
      </h2>
      <p className="mb-3 max-w-[75ch] text-13 text-muted">
        Everything of a kind in one file. It is written while you do something else, only you can fetch it, and after a
        day it is gone.
      </p>
      <ActionForm action={requestExportForm.bind(null, slug)} submit="Write file" pending="Asking…">
        <div className="grid gap-3 md:grid-cols-2">
          <Field label="What" htmlFor="what">
            <select id="what" name="what" className={fieldLook}>
              {exportLists.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
              {mayTakeAll && <option value="workspace">Everything, for another installation (JSON lines)</option>}
            </select>
          </Field>
          <Field label="Format" htmlFor="format">
            <select id="format" name="format" className={fieldLook}>
              {exportFormats.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </Field>
        </div>
      </ActionForm>
      {exports.length > 0 && (
        <ul className="mt-4 flex flex-col gap-2 border-t border-line pt-4">
          {exports.map((one) => (
            <ExportLine key={one.id} slug={slug} timeZone={timeZone} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

type ExportLineProps = { readonly slug: string; readonly timeZone: string; readonly one: ExportSummary };

function ExportLine({ slug, timeZone, one }: ExportLineProps) {
  const { id, fileName, state, rowsDone, rowsTotal } = one;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 text-13">
      <div className="min-w-48 flex-1">
        {state === "done" ? (
          <a
            href={`/api/exports/${id}/file?workspace=${slug}`}
            download
            className="inline-flex min-h-6 items-center underline"
          >
            {fileName}
          </a>
        ) : (
          <span>{fileName}</span>
        )}
        <p className="text-muted" role="status">
          {describeState(one, timeZone)}
        </p>
        {state === "running" && rowsTotal !== null && rowsTotal > 0 && (
          <progress
            value={rowsDone}
            max={Math.max(rowsTotal, rowsDone)}
            aria-label={`${fileName}, rows written`}
            className="h-2 w-full max-w-80 accent-accent"
          />
        )}
      </div>
      <ActionForm
        action={removeExportForm.bind(null, slug)}
        submit="Remove"
        submitLabel={`Remove ${fileName} of ${formatInstant(one.createdAt.toISOString(), { timeZone })}`}
        pending="Removing…"
      >
        <input type="hidden" name="id" value={id} />
      </ActionForm>
    </li>
  );
}

function describeState(one: ExportSummary, timeZone: string): string {
  const { state, rowsDone, rowsTotal, sizeBytes, errorDetail, expiresAt } = one;
  switch (state) {
    case "queued":
      return "Waits for the worker";
    case "running":
      return rowsTotal === null
        ? "Is being written"
        : `${formatNumber(rowsDone)} of ${formatNumber(rowsTotal)} rows are written`;
    case "done":
      return `${formatNumber(rowsDone)} rows, ${formatNumber(Math.ceil(sizeBytes / 1024))} kB, until ${formatInstant(expiresAt.toISOString(), { timeZone })}`;
    case "failed":
      return `Failed: ${errorDetail ?? "the reason is not known"}`;
  }
}
