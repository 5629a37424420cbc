import { retry } from "@pulse/kit";

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const deadlockDetected = "40P01";

/**
 * Runs a transaction anew that PostgreSQL ended because it and another waited for each other. Two repositories of one organisation
 * share their people: what the one refers to, the other may be refreshing, in no order that both could keep.
 */
export async function retryDeadlock<T>(work: () => Promise<T>): Promise<T> {
  return await retry({ attempts: 5, baseMs: 100, maxMs: 1000, isRetryable: isDeadlock }, work);
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === deadlockDetected;
}
