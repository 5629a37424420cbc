"use client";

import { useState } from "react";

import { Button } from "../../../ui/button.tsx";
import { ResultRows } from "./result-rows.tsx";
import { resultParts, type ResultText } from "./result-parts.ts";

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

/** What a tool answered: tables and texts where it has any, the JSON of it, and how long it took. */
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
  const parts = resultParts(outcome.result);
  const counted = parts.flatMap((part) => (part.kind === "table" ? [`${part.rows.length} ${part.name}`] : []));
  return (
    <section aria-label="Result" className="flex min-w-0 flex-col gap-2">
      <div className="flex items-center justify-between gap-3">
        <p aria-live="polite" className="text-13 text-muted tabular-nums">
          Took {outcome.tookMs} ms{originOf(outcome.result)}
          {parts.length === 1 ? counted.map((words) => `, ${words}`) : ""}
        </p>
        {parts.length > 0 && (
          <Button onClick={() => setIsJson(!isJson)}>{isJson ? "Show the table" : "Show the JSON"}</Button>
        )}
      </div>
      {parts.length === 0 || isJson ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        <pre tabIndex={0} className="max-h-[70vh] overflow-auto rounded-8 border border-line bg-panel p-4 text-12">
          {JSON.stringify(outcome.result, null, 2)}
        </pre>
      ) : (
        parts.map((part) => (
          <div key={part.name} className="flex min-w-0 flex-col gap-1">
            {parts.length > 1 && <h3 className="text-13 font-medium">{part.name.replaceAll("_", " ")}</h3>}
            {part.kind === "table" ? <ResultRows table={part} /> : <LongText part={part} />}
          </div>
        ))
      )}
    </section>
  );
}

/** Where it comes from, of tools that may ask GitHub. */
function originOf({ source, as_of: asOf }: Readonly<Record<string, unknown>>): string {
  if (source === "live") return ", from GitHub now";
  return source === "mirror" ? `, from our copy${typeof asOf === "string" ? ` as of ${asOf}` : ""}` : "";
}

function LongText({ part: { name, text } }: { readonly part: ResultText }) {
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
      tabIndex={0}
      role="region"
      aria-label={name}
      className="max-h-[70vh] overflow-auto rounded-8 border border-line bg-panel p-4 text-12"
    >
      {text}
    </pre>
  );
}
