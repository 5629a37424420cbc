import type { Person } from "@pulse/actions";

/** Which header carries the person of a request from the server to the pages. The server writes it over on every request. */
export const personHeader = "x-pulse-person";

/** The person that the server let in; null on the pages that are open to everybody. */
export function readPerson(value: string | null | undefined): Person | null {
  if (value === null || value === undefined) return null;
  return writtenByUs(JSON.parse(Buffer.from(value, "base64url").toString()));
}

// The server deletes what a client sends under this name before it writes its own, so the shape is ours.
const writtenByUs = (value: unknown): Person => value as Person;
