/** Where the page that asks a person about a client sends them with the answer, as a policy names it; null for every other page. */
export function clientOriginOf(path: string, url: string | undefined): string | null {
  if (path !== "/sign-in/client") return null;
  const target = new URL(url ?? "/", "http://localhost").searchParams.get("redirect_uri") ?? "";
  if (!URL.canParse(target)) return null;
  const { protocol, origin } = new URL(target);
  if (protocol === "http:" || protocol === "https:") return origin;
  return /^[a-z][a-z0-9+.-]*:$/.test(protocol) && !/^(javascript|data|blob|file):$/.test(protocol) ? protocol : null;
}
