import { saveConnection, type GitHubAccess } from "@pulse/actions";
import { getWorkspace, type Db } from "@pulse/db";
import { AppError, type Clock, type Logger } from "@pulse/kit";

import type { Connecting } from "./answer-connect.ts";

type Context = {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly github: GitHubAccess | null;
};

/** Saves what somebody lends as a connection of theirs, by the action that saves every other one: it asks for the role and is logged. */
export function createConnecting({ db, clock, logger, github }: Context): Connecting {
  return {
    requireAdmin: async ({ userId }, slug) => {
      const { role } = await getWorkspace(db, { slug, userId });
      if (role === "owner" || role === "admin") return;
      throw new AppError("forbidden", `Connections need the role admin in this workspace; you are ${role}`);
    },
    save: async ({ request, requestId }, { person, slug, token }) => {
      const { id: workspaceId } = await getWorkspace(db, { slug, userId: person.userId });
      await saveConnection.run(
        {
          db,
          clock,
          logger: logger.child({ request_id: requestId }),
          ...(github === null ? {} : { github }),
          actor: { userId: person.userId, workspaceId },
          origin: { source: "web", address: request.headers["x-pulse-address"]?.toString() ?? null, requestId },
        },
        { name: `GitHub of ${person.login ?? person.name}`, token },
      );
    },
  };
}
