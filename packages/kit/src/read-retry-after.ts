/** For how long a server asks to keep away, in ms: seconds or a date (RFC 9110, 10.2.3). Null without the header, or where it is neither. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined || header.trim() === "") return null;
  if (/^\s*\d{1,15}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
