import { localOwnerId } from "@pulse/db";

import type { Door } from "../http/auth/door.ts";
import { isLocalHost } from "../http/is-local-host.ts";

/** A door that takes everybody for the local owner, for tests of what lies behind it. */
export const openDoor: Door = {
  isOurHost: isLocalHost,
  isOwnOrigin: () => true,
  findPerson: () =>
    Promise.resolve({
      userId: localOwnerId,
      name: "Local owner",
      login: null,
      image: null,
      proof: { kind: "session", sessionId: "session", signedInAt: "2026-01-01T00:00:00Z" },
    }),
  challengeOf: () => "Bearer",
  answerAuth: () => Promise.resolve(false),
};
