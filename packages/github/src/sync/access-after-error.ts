/** What an error says of our access to the repository, in words with the next step; pure. */
import type { AppError } from "@pulse/kit";

import type { ConnectionKind } from "../client/github-client.ts";

export type Access =
  | "ok"
  | "renamed"
  | "transferred"
  | "private"
  | "forbidden"
  | "deleted"
  | "uninstalled"
  | "disconnected";

type Subject = {
  readonly fullName: string;
  readonly visibility: string | null;
  readonly connectionKind: ConnectionKind;
};

/** Null: the error says nothing of access. */
export function accessAfterError(
  error: AppError,
  subject: Subject,
): { readonly access: Access; readonly detail: string } | null {
  const { fullName } = subject;
  const connect = `./pulse repo connect ${fullName}`;
  switch (error.code) {
    case "unauthenticated":
      if (error.details["reason"] === "uninstalled") {
        return {
          access: "uninstalled",
          detail: `${fullName} was read by a GitHub App that is not installed there any more, so its numbers are hidden until it is. ${error.message}`,
        };
      }
      return {
        access: "disconnected",
        detail: `GitHub no longer accepts the credential that ${fullName} is read with. Its numbers stay as they are. ${error.message}`,
      };
    case "forbidden":
      return {
        access: "forbidden",
        detail: `GitHub refuses to show ${fullName} to this connection, so its numbers are hidden here too. ${error.message}`,
      };
    case "not_found":
      return notFound(subject, connect);
    default:
      return null;
  }
}

// GitHub does not say whether it is gone or hidden. Without a token it can be either; with one that saw it before, gone is more likely
// for what was private already.
function notFound(subject: Subject, connect: string): { readonly access: Access; readonly detail: string } {
  const { fullName } = subject;
  if (subject.connectionKind === "anonymous" || subject.visibility === "public") {
    return {
      access: "private",
      detail: `GitHub shows no ${fullName} to this connection any more: it was made private or deleted. Its numbers are hidden until it is seen again. If it is private now, connect it with a token that may see it: ${connect}. If it was deleted: ./pulse repo remove ${fullName}`,
    };
  }
  return {
    access: "deleted",
    detail: `GitHub shows no ${fullName} any more: it was deleted, or the connection lost its right to see it. Its numbers are hidden until it is seen again. If you still see it at GitHub, connect it again: ${connect}. If not: ./pulse repo remove ${fullName}`,
  };
}
