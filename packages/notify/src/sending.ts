import type { Clock, Logger } from "@pulse/kit";

/** What sending needs. */
export type Sending = {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  /** `internet` for addresses that people of a workspace typed in: nothing of this machine's own network is asked. */
  readonly reach: "internet" | "anywhere";
  /** Of one try; 10 seconds unless given. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** From 0 to 1: how much of the longest wait is waited between tries. */
  readonly random?: () => number;
};
