import { explainError } from "../problem/explain-error.ts";
import { problemContentType, toProblem } from "../problem/problem.ts";
import { readRequestId } from "./open-request.ts";
import { getRuntime } from "./runtime.ts";

/** Runs a route handler; whatever it throws becomes problem+json, and a bug is logged with its cause. */
export async function answerApi(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    const requestId = await readRequestId();
    const { code, detail, isBug } = explainError(error);
    if (isBug) getRuntime().logger.error({ err: error, request_id: requestId }, "request failed");
    const problem = toProblem({ code, detail, requestId });
    return new Response(JSON.stringify(problem), {
      status: problem.status,
      headers: { "Content-Type": problemContentType, "Cache-Control": "no-store" },
    });
  }
}
