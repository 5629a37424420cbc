/** It asks whoever comes there, and does nothing before they have answered. */
const askingPath = "/api/auth/oauth2/authorize";

/** A path of this site; everything else, and above all an address of another one, becomes the first page. */
export function samePath(path: string | null): string {
  if (path === null || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path) || path.includes("\\")) return "/";
  const url = new URL(path, "http://localhost");
  const isPage = !url.pathname.startsWith("//") && (!url.pathname.startsWith("/api/") || url.pathname === askingPath);
  return url.host === "localhost" && isPage ? `${url.pathname}${url.search}` : "/";
}
