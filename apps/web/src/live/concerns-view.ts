import type { LiveEvent } from "./live-event.ts";

/** What is on screen: the page's segment below the workspace, and the repositories that it is narrowed to (none: all). */
export type View = { readonly segment: string; readonly repositories: readonly string[] };

const dashboards = ["overview", "issues", "pulls", "team", "actions", "delivery"];
const management = ["sync_run", "connection", "delivery", "export", "deploy_run"];

/** Whether what happened can change what is on screen. */
export function concernsView(event: Pick<LiveEvent, "kind" | "repository">, view: View): boolean {
  const isManagement = management.includes(event.kind);
  if (view.segment === "deployments") return event.kind === "deploy_run";
  if (event.kind === "deploy_run") return false;
  if (view.segment === "settings") return isManagement;
  if (view.segment === "repositories") return event.kind !== "delivery" && event.kind !== "export";
  if (isManagement) return false;
  if (view.segment !== "activity" && !dashboards.includes(view.segment) && view.segment !== "") return false;
  if (view.repositories.length === 0 || event.repository === null) return true;
  const name = event.repository.toLowerCase();
  return view.repositories.some((repository) => repository.toLowerCase() === name);
}
