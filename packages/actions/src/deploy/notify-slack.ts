import { randomUUID } from "node:crypto";

import type { DeployMessage } from "@pulse/deploy";
import { notify, type Notification } from "@pulse/notify";

import type { ActionContext } from "../action.ts";

const severities: Readonly<Record<DeployMessage["state"], Notification["severity"]>> = {
  started: "info",
  running: "info",
  succeeded: "info",
  superseded: "warning",
  cancelled: "warning",
  failed: "error",
};

/** Tells a channel of Slack by the address of its webhook, which the operator of this installation has set. */
export function notifySlack(ctx: ActionContext, url: string): (message: DeployMessage) => Promise<void> {
  const { clock, logger, signal } = ctx;
  const sending = {
    clock,
    logger,
    newId: randomUUID,
    reach: "anywhere",
    ...(signal === undefined ? {} : { signal }),
  } as const;
  return async ({ state, title, facts, url: link }) => {
    await notify(
      sending,
      { kind: "slack", url },
      {
        title,
        text: title,
        severity: severities[state],
        state: "note",
        key: "deploy",
        facts,
        url: link,
        at: clock.now(),
      },
    );
  };
}
