/** The address of the next page in a Link header, or null on the last one. */
export function nextPage(link: string | undefined): string | null {
  for (const part of (link ?? "").split(/,(?=\s*<)/)) {
    const found = /^\s*<([^>]+)>\s*;(.*)$/.exec(part);
    if (found !== null && /\brel="?next"?(?:\s|;|$)/.test(found[2] ?? "")) return found[1] ?? null;
  }
  return null;
}
