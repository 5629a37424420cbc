/**
 * A field as RFC 4180 has it. A text that a spreadsheet would run begins with `'` instead: also after a line break, and with the wide signs
 * that some take for the narrow ones (owasp.org, CSV Injection).
 */
export function csvField(value: string | number | boolean | null): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
