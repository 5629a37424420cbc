import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/**
 * Where a request comes from. Each proxy adds the address it saw at the end of X-Forwarded-For, so as many entries are believed, from the
 * end, as proxies of ours stand in front; all before them is whatever the client wrote.
 */
export function addressOf(request: IncomingMessage, trustedProxies: number): string {
  const own = request.socket.remoteAddress ?? "unknown";
  if (trustedProxies === 0) return plain(own);
  const said = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const entry = said.at(-trustedProxies)?.trim() ?? "";
  return isIP(entry) === 0 ? plain(own) : plain(entry);
}

/** IPv4 that came through an IPv6 socket is the IPv4 address. */
function plain(address: string): string {
  return address.startsWith("::ffff:") && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
