"use client";

import { useState } from "react";

import { Button } from "../../../ui/button.tsx";
import { readParams, type ToolField } from "./tool-fields.ts";
import { ToolInput } from "./tool-input.tsx";
import { ToolResult, type ToolOutcome } from "./tool-result.tsx";

type Params = Readonly<Record<string, unknown>>;
type ToolRunnerProps = { readonly slug: string; readonly tool: string; readonly fields: readonly ToolField[] };

/** A tool as a form, and what it answers. It goes the way of every other client: through the MCP server, as the person. */
export function ToolRunner({ slug, tool, fields }: ToolRunnerProps) {
  const [asked, setAsked] = useState<Params>({});
  const [outcome, setOutcome] = useState<ToolOutcome | null>(null);
  const [isRunning, setIsRunning] = useState(false);

  const run = async (params: Params) => {
    setAsked(params);
    setIsRunning(true);
    setOutcome(await execute(slug, { tool, params }));
    setIsRunning(false);
  };

  return (
    <div className="flex min-w-0 flex-col gap-4">
      <form
        className="flex flex-col gap-3 rounded-8 border border-line bg-panel p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run(readParams(fields, new FormData(event.currentTarget)));
        }}
      >
        <div className="grid gap-3 md:grid-cols-2">
          {fields.map((field) => (
            <ToolInput key={field.name} field={field} />
          ))}
        </div>
        <Button type="submit" look="primary" disabled={isRunning} className="self-start">
          {isRunning ? "Running…" : "Run"}
        </Button>
      </form>
      {outcome !== null && <ToolResult outcome={outcome} onConfirm={(add) => void run({ ...asked, ...add })} />}
    </div>
  );
}

async function execute(slug: string, call: { readonly tool: string; readonly params: Params }): Promise<ToolOutcome> {
  try {
    const response = await fetch(`/api/mcp/execute?workspace=${encodeURIComponent(slug)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(call),
    });
    const { result, took_ms: tookMs, error, code, detail } = answerOf(await response.json());
    if (result !== undefined) return { kind: "answer", result, tookMs: tookMs ?? 0 };
    return {
      kind: "error",
      code: error?.code ?? code ?? "internal",
      message: error?.message ?? detail ?? "The answer says nothing. Try again",
      add: error?.add ?? null,
    };
  } catch {
    return {
      kind: "error",
      code: "unavailable",
      message: "The server does not answer. Try again in a moment",
      add: null,
    };
  }
}

type Answer = {
  readonly result?: Params;
  readonly took_ms?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly add?: Params };
  readonly code?: string;
  readonly detail?: string;
};

// Our own server answers in this shape or as problem+json.
const answerOf = (value: unknown): Answer => value as Answer;
