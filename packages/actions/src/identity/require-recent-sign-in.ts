import { AppError, type Clock } from "@pulse/kit";

import { sessionLimits } from "./session-limits.ts";

type Asking = {
  readonly clock: Clock;
  readonly signedInAt: Date | undefined;
  /** What is about to change. */
  readonly changes?: string;
};

/**
 * For what makes or ends ways in, or changes what runs: whoever sits down at somebody's open browser does neither. Keys and the command line have
 * no sign-in, and prove themselves anew every time. Throws `forbidden` with what to do.
 */
export function requireRecentSignIn({ clock, signedInAt, changes = "who can come in" }: Asking): void {
  if (signedInAt === undefined) return;
  const age = clock.now().getTime() - signedInAt.getTime();
  if (age < sessionLimits.recentSeconds * 1000) return;
  throw new AppError(
    "forbidden",
    `You came in more than an hour ago. This changes ${changes}, so sign in again first (under Settings, You; at your own machine by ./pulse link), then repeat it`,
  );
}
