// What GitHub says of something that is not done yet (docs.github.com/en/rest/actions/workflow-runs). Whatever else stands as a status is an end.
const unfinished: ReadonlySet<string> = new Set(["requested", "waiting", "pending", "queued", "in_progress"]);

export type RunState = { readonly status: string; readonly conclusion: string | null };

/**
 * A status and a conclusion as every answer of GitHub, old or new, means them: small letters, completed exactly where there is a conclusion.
 * Some sources tell the conclusion as status; one that is completed without saying how is `unknown` until it is read again.
 */
export function toRunState(told: { readonly status: string | null; readonly conclusion: string | null }): RunState {
  const status = told.status?.trim().toLowerCase() ?? "";
  const conclusion = told.conclusion?.trim().toLowerCase() ?? "";
  if (unfinished.has(status)) return { status, conclusion: null };
  if (conclusion !== "") return { status: "completed", conclusion };
  if (status === "") return { status: "queued", conclusion: null };
  return { status: "completed", conclusion: status === "completed" ? "unknown" : status };
}
