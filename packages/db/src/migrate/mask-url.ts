/** A database URL as it may be shown: without its password, and without whatever the query part may carry. */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return "(an address that cannot be read)";
  const url = new URL(text);
  if (url.password !== "") url.password = "***";
  url.search = "";
  url.hash = "";
  return url.href;
}
