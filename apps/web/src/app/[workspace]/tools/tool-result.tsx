"use client";

import { useState } from "react";

import { Button } from "../../../ui/button.tsx";
import { ResultRows } from "./result-rows.tsx";
import { resultTable } from "./result-table.ts";

export type ToolOutcome =
  | { readonly kind: "answer"; readonly result: Readonly<Record<string, unknown>>; readonly tookMs: number }
  | {
      readonly kind: "error";
      readonly code: string;
      readonly message: string;
      readonly add: Readonly<Record<string, unknown>> | null;
    };

type ToolResultProps = {
  readonly outcome: ToolOutcome;
  readonly onConfirm: (add: Readonly<Record<string, unknown>>) => void;
};

/** What a tool answered: a table where there is a list, the JSON of it, and how long it took. */
export function ToolResult({ outcome, onConfirm }: ToolResultProps) {
  const [isJson, setIsJson] = useState(false);
  if (outcome.kind === "error") {
    const { add } = outcome;
    return (
      <div role="alert" className="rounded-8 border border-line-strong bg-panel p-4 text-13">
        <p className="font-medium">{outcome.code.replaceAll("_", " ")}</p>
        <p className="mt-1 whitespace-pre-line">{outcome.message}</p>
        {add !== null && (
          <Button look="primary" className="mt-3" onClick={() => onConfirm(add)}>
            Do it
          </Button>
        )}
      </div>
    );
  }
  const table = resultTable(outcome.result);
  return (
    <section aria-label="Result" className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p aria-live="polite" className="text-13 text-muted tabular-nums">
          Took {outcome.tookMs} ms{table === null ? "" : `, ${table.rows.length} ${table.name}`}
        </p>
        {table !== null && (
          <Button onClick={() => setIsJson(!isJson)}>{isJson ? "Show the table" : "Show the JSON"}</Button>
        )}
      </div>
      {table === null || isJson ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        <pre tabIndex={0} className="max-h-[70vh] overflow-auto rounded-8 border border-line bg-panel p-4 text-12">
          {JSON.stringify(outcome.result, null, 2)}
        </pre>
      ) : (
        <ResultRows table={table} />
      )}
    </section>
  );
}
