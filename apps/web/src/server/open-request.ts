import type { ActionContext } from "@pulse/actions";
import type { Workspace } from "@pulse/db";
import { headers } from "next/headers";
import { cache } from "react";

import { getRuntime, type Runtime } from "./runtime.ts";

export type RequestScope = {
  readonly actions: Runtime["actions"];
  readonly ctx: ActionContext;
  readonly requestId: string;
  readonly workspace: Workspace;
  /** Where the live stream of this page begins: before anything of it was read. Null when the stream is already open. */
  readonly since: string | null;
};

/** Who asks, in which workspace, and under which id. Once per request. Throws `not_found` for a workspace that is not theirs. */
export const openRequest = cache(async (slug: string): Promise<RequestScope> => {
  const { actions, clock, db, github, getWorkspace, localOwnerId, logger, readEventPosition } = getRuntime();
  const [requestId, isDocument] = await Promise.all([readRequestId(), isDocumentRequest()]);
  const [workspace, since] = await Promise.all([
    getWorkspace(db, { slug, userId: localOwnerId }),
    isDocument ? readEventPosition() : null,
  ]);
  return {
    actions,
    requestId,
    workspace,
    since,
    ctx: {
      db,
      clock,
      logger: logger.child({ request_id: requestId }),
      ...(github === null ? {} : { github }),
      memory: { roles: new Map(), dataStates: new Map() },
      actor: { userId: localOwnerId, workspaceId: workspace.id },
    },
  };
});

export async function readRequestId(): Promise<string> {
  return (await headers()).get("x-request-id") ?? "unknown";
}

/** Whether the browser asked for the page itself; otherwise the router asks for its data alone, to draw it by itself. */
export async function isDocumentRequest(): Promise<boolean> {
  return (await headers()).get("x-pulse-render") !== "data";
}
