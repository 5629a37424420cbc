import type { CapturedLog } from "../run/deploy-run.ts";
import type { Component } from "../spec/spec.ts";
import type { DeployProblem } from "./deploy-problem.ts";

type Common = Pick<DeployProblem, "component" | "cause" | "evidence">;

// What programs write when they cannot come up: Node, libpq and Python drivers, our own settings, Superset's start script.
const settings = /The settings are not usable|(?:Missing|Required) environment variable|is not set/i;
const database =
  /ECONNREFUSED[^\n]*:(?:5432|6543)|password authentication failed|could not (?:connect to server|translate host name)|too many (?:clients|connections)|ENOTFOUND|Tenant or user not found|connection to server at/i;
const supersetStart =
  /superset (?:db upgrade|init|fab create-admin)|Running upgrade|alembic|Syncing (?:role|config)|loading examples/i;
const listening = /listen(?:ing)?(?: on| at)?:?\s+(?:\S*?\/\/)?(\[?[\w.:*]+\]?)?:?(\d{2,5})\b/i;
const loopback = /^(?:127\.|localhost|\[?::1)/;

/** Why a component did not become healthy, as its log tells; HEALTH_CHECK_TIMEOUT when the log tells nothing. */
export function explainHealthFailure(
  common: Common,
  { component, logs }: { readonly component: Component | null; readonly logs: readonly CapturedLog[] },
): DeployProblem {
  const lines = logs.flatMap(({ text }) => text.split("\n"));
  const seen = (pattern: RegExp) => lines.findLast((line) => pattern.test(line));
  const because = (line: string) => ({
    ...common,
    cause: `${common.cause}; its log says: ${line.trim().slice(0, 300)}`,
  });
  const missing = seen(settings);
  if (missing !== undefined) {
    const fix = "give it what the log names, in an env file of this service: --env SERVICE=FILE";
    return { ...because(missing), code: "ENV_VAR_MISSING", fix };
  }
  const unreachable = seen(database);
  if (unreachable !== undefined) {
    const fix = "check POSTGRES_URL: ./pulse deploy check --env SERVICE=FILE asks the database itself";
    return { ...because(unreachable), code: "DATABASE_CONNECTION_ERROR", fix };
  }
  const port = findPortFault(component, lines);
  if (port !== null) return { ...common, ...port, code: "PORT_MISMATCH" };
  const starting = seen(supersetStart);
  if (starting !== undefined && isSuperset(component)) {
    const fix =
      "give it longer: raise failure_threshold of its health check, so that delay + threshold × period covers the start";
    return { ...because(starting), code: "SUPERSET_INIT_TIMEOUT", fix };
  }
  const fix =
    "read its log: ./pulse deploy logs --type run. A slow start wants a higher failure_threshold, not a longer timeout";
  return { ...common, code: "HEALTH_CHECK_TIMEOUT", fix };
}

function findPortFault(component: Component | null, lines: readonly string[]) {
  if (component === null) return null;
  const expected = [component.http_port, ...(component.internal_ports ?? [])].filter((port) => port !== undefined);
  for (const line of lines.toReversed()) {
    const [, host = "", port] = listening.exec(line) ?? [];
    if (port === undefined || expected.length === 0) continue;
    if (loopback.test(host)) {
      return {
        cause: `${component.name} listens on ${host}:${port}, where the platform cannot reach it: ${line.trim().slice(0, 200)}`,
        fix: "let it listen on 0.0.0.0: HOST=0.0.0.0",
      };
    }
    if (expected.includes(Number(port))) return null;
    return {
      cause: `${component.name} listens on ${port}, and the platform looks for it on ${expected.join(" or ")}: ${line.trim().slice(0, 200)}`,
      fix: `let it listen on ${expected[0]}, or write http_port: ${port}`,
    };
  }
  return null;
}

const isSuperset = (component: Component | null) => component !== null && component.name.includes("superset");
