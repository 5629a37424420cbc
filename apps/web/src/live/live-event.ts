/** An event as `GET /api/events` sends it. */
export type LiveEvent = {
  readonly id: number;
  readonly kind: string;
  readonly repository: string | null;
};

/** A stranger's text becomes an event or null: a newer server may send what this page does not know. */
export function readLiveEvent(text: string): LiveEvent | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) return null;
  if (!("id" in value) || typeof value.id !== "number" || !("kind" in value) || typeof value.kind !== "string")
    return null;
  const repository = "repository" in value && typeof value.repository === "string" ? value.repository : null;
  return { id: value.id, kind: value.kind, repository };
}
