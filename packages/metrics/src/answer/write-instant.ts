/** An instant as answers write it: UTC, with a fraction only when there is one. */
export function writeInstant(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}
