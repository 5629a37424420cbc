import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

/** Which request, or which piece of work in the background, the code that runs now belongs to. */
type Scope = { readonly requestId: string };

declare global {
  // A bundle has a copy of this module of its own, and all copies have to know the same request.
  var pulseRequestScope: AsyncLocalStorage<Scope> | undefined;
}

const scopes = (globalThis.pulseRequestScope ??= new AsyncLocalStorage<Scope>());

/** Runs `work`, and everything that it starts, under this id: log lines and transactions carry it. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return scopes.run({ requestId }, work);
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id that a request came with, so that one id leads through all that it passes; a new one unless it has the form of ours. */
export function readRequestId(given: string | readonly string[] | undefined): string {
  return typeof given === "string" && uuid.test(given) ? given : randomUUID();
}

/** Null outside of requests. */
export function findRequestId(): string | null {
  return scopes.getStore()?.requestId ?? null;
}
