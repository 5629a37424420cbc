import { setTimeout as delay } from "node:timers/promises";

import { acquireFileLock, isAppError, type FileLock } from "@pulse/kit";
import { z } from "zod";

const holderSchema = z.object({ pid: z.number(), label: z.string() });
const pollMs = 200;

type Waiting = {
  readonly file: string;
  readonly label: string;
  readonly signal: AbortSignal;
  /** Called once, when somebody else has it. */
  readonly onWait: (holder: string) => void;
};

/** Takes a file lock, after whoever has it. Ends with the signal. */
export async function waitForLock(input: Waiting): Promise<FileLock> {
  return await whenFree(input, async () => await acquireFileLock(input.file, input.label));
}

/** Does what needs a lock as soon as its holder, named in the `conflict` that `attempt` throws, has let go. */
export async function whenFree<T>(input: Pick<Waiting, "signal" | "onWait">, attempt: () => Promise<T>): Promise<T> {
  let hasTold = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      const holder = holderOf(error);
      if (holder === null) throw error;
      if (!hasTold) input.onWait(holder);
      hasTold = true;
    }
    await delay(pollMs, undefined, { signal: input.signal });
  }
}

function holderOf(error: unknown): string | null {
  if (!isAppError(error) || error.code !== "conflict") return null;
  const holder = holderSchema.safeParse(error.details["holder"]);
  return holder.success ? `process ${holder.data.pid} (${holder.data.label})` : null;
}
