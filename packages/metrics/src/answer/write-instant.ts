/** An instant as answers write it: UTC, with a fraction only when there is one. */
export function writeInstant(instant: Date): string {
  return instant.toISOString().replace(".000Z", "Z");
}

/** The same of PostgreSQL's text with six digits of a second: no zeros at the end. */
export function writeMicroseconds(text: string): string {
  return text.replace(/\.?0+Z$/, "Z");
}
