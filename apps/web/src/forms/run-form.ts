import { refresh } from "next/cache";
import { unstable_rethrow } from "next/navigation";

import { explainError } from "../problem/explain-error.ts";
import { openRequest, readRequestId, type RequestScope } from "../server/open-request.ts";
import { getRuntime } from "../server/runtime.ts";
import type { FormState } from "./form-state.ts";

type Done = { readonly message: string; readonly notes?: readonly string[] };

/**
 * Runs what a form asks for, as the person who sent it; the actions check what it holds and whether the person may. A failure becomes
 * words beside the form; a bug is logged with its cause.
 */
export async function runForm(slug: string, work: (scope: RequestScope) => Promise<Done>): Promise<FormState> {
  try {
    const { message, notes = [] } = await work(await openRequest(slug));
    refresh();
    return { kind: "done", message, notes };
  } catch (error) {
    unstable_rethrow(error);
    const { detail, isBug } = explainError(error);
    if (!isBug) return { kind: "failed", message: detail };
    const requestId = await readRequestId();
    getRuntime().logger.error({ err: error, request_id: requestId }, "form failed");
    return { kind: "failed", message: `${detail} ${requestId}` };
  }
}

/** A field of the form as text; what was left empty is undefined, as for an action's input that is not given. */
export function readField(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
