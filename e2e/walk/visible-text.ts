/** What an answer says to whoever reads it, without what differs from one answer to the next: ids of requests, nonces, instants. */
export function visibleText(body: string): string {
  return body
    .replaceAll(/<script\b[^]*?<\/script>/g, "")
    .replaceAll(/<(link|meta|template)\b[^>]*>/g, "")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "ID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "INSTANT")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
