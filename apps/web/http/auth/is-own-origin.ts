import type { IncomingMessage } from "node:http";

type Site = {
  /** Scheme, host and port under which people open this site. */
  readonly publicUrl: string;
  /** Local installations answer to every name of this machine. */
  readonly isLocal: boolean;
};

/**
 * Whether a request that changes something was sent by a page of this site. Browsers say where a request comes from, and cannot be
 * talked out of it by a page; a program that says nothing has no cookie of a browser to abuse either.
 */
export function isOwnOrigin(request: IncomingMessage, site: Site): boolean {
  const fetchSite = request.headers["sec-fetch-site"];
  if (fetchSite !== undefined && fetchSite !== "same-origin" && fetchSite !== "none") return false;
  const { origin } = request.headers;
  if (origin === undefined) return true;
  if (origin === new URL(site.publicUrl).origin) return true;
  return site.isLocal && origin === `http://${request.headers.host ?? ""}`;
}
