import { AppError } from "@pulse/kit";

import type { OpenedConnection } from "../client/github-client.ts";

/** The connection of an App's installation, to ask as the App itself. Throws `invalid` for any other connection. */
export function asAppItself(connection: OpenedConnection): OpenedConnection {
  const { credential } = connection;
  if (credential.kind !== "app") throw new AppError("invalid", `The connection "${connection.name}" is no GitHub App`);
  return {
    ...connection,
    credential: { kind: "app_itself", appId: credential.appId, privateKey: credential.privateKey },
  };
}
