import type { ClaimedDelivery } from "./claim-deliveries.ts";
import type { ReadPayload } from "./event-handler.ts";
import { eventHandlers } from "./event-handlers.ts";

/** What is to be done with a delivery; `shape`: its payload is not what the event looks like. */
export type ReadDelivery =
  | { readonly kind: "apply"; readonly payload: ReadPayload }
  | { readonly kind: "shape"; readonly problem: string };

// Events that say nothing about a fact we keep. Any other name is new to us.
const notKept = new Set([
  "branch_protection_configuration",
  "branch_protection_rule",
  "check_run",
  "check_suite",
  "code_scanning_alert",
  "commit_comment",
  "custom_property",
  "custom_property_values",
  "dependabot_alert",
  "deploy_key",
  "deployment_protection_rule",
  "deployment_review",
  "discussion",
  "discussion_comment",
  "github_app_authorization",
  "gollum",
  "issue_dependencies",
  "marketplace_purchase",
  "merge_group",
  "merge_queue_entry",
  "meta",
  "org_block",
  "package",
  "page_build",
  "personal_access_token_request",
  "project",
  "project_card",
  "project_column",
  "projects_v2",
  "projects_v2_item",
  "projects_v2_status_update",
  "pull_request_review_thread",
  "registry_package",
  "repository_advisory",
  "repository_dispatch",
  "repository_import",
  "repository_ruleset",
  "repository_vulnerability_alert",
  "secret_scanning_alert",
  "secret_scanning_alert_location",
  "security_advisory",
  "security_and_analysis",
  "sponsorship",
  "status",
  "sub_issues",
  "workflow_dispatch",
]);

/** Why an event is not looked at; null for one that is. */
export function whyNotKept(event: string): string | null {
  if (eventHandlers.has(event)) return null;
  return notKept.has(event) ? `${event} is not kept` : `unknown event ${event}`;
}

/** Reads the payload of a delivery about a repository. Never throws for what GitHub sent. */
export function readDelivery({ event, body }: ClaimedDelivery): ReadDelivery {
  const read = eventHandlers.get(event)?.read(parseBody(body)) ?? "nobody knows it";
  if (typeof read === "string") return { kind: "shape", problem: `not the shape of ${event}: ${read}` };
  return { kind: "apply", payload: read };
}

/** The body as JSON. PostgreSQL keeps no NUL in text, so strings lose theirs. */
export function parseBody(body: Buffer): unknown {
  const text = body.toString("utf8");
  if (!text.includes("\\u0000")) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) => (typeof value === "string" ? value.replaceAll("\0", "") : value));
}
