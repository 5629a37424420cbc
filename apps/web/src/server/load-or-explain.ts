import { unstable_rethrow } from "next/navigation";

import { explainError } from "../problem/explain-error.ts";
import { statusOf } from "../problem/problem.ts";
import { readRequestId } from "./open-request.ts";
import { getRuntime } from "./runtime.ts";

export type Loaded<T> =
  | { readonly isLoaded: true; readonly value: T }
  | { readonly isLoaded: false; readonly error: unknown; readonly requestId: string };

/** Loads what a page shows. A failure becomes a value that the page has a face for; a bug is logged with its cause. */
export async function loadOrExplain<T>(load: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { isLoaded: true, value: await load() };
  } catch (error) {
    // Redirects and "not found" travel as throws of Next's own.
    unstable_rethrow(error);
    const requestId = await readRequestId();
    const { code, isBug } = explainError(error);
    getRuntime().noteStatus(requestId, statusOf(code));
    if (isBug) {
      getRuntime().logger.error({ err: error, request_id: requestId }, "page failed");
    }
    return { isLoaded: false, error, requestId };
  }
}
