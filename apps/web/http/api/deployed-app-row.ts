import type { DeployedApp } from "@pulse/actions";

import { snakeRow } from "./fields.ts";

/** An app as the API writes it. */
export function deployedAppRow(app: DeployedApp) {
  const { active, inProgress, pinned, lock, parts, ...rest } = app;
  return {
    ...snakeRow(rest),
    active: active === null ? null : snakeRow(active),
    in_progress: inProgress === null ? null : snakeRow(inProgress),
    pinned: pinned === null ? null : snakeRow(pinned),
    lock: lock === null ? null : snakeRow(lock),
    parts: parts.map(snakeRow),
  };
}
