import { lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

import { isPublicAddress } from "./is-public-address.ts";

const refusal = "no address of the open internet";

/**
 * Finds addresses of the open internet alone, for connections that somebody else chose the name of. Checked where the connection is made: a
 * name that was checked before may lead elsewhere a moment later. A host written as an address is never looked up: ask isInnerHost.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const open = error === null ? addresses.filter(({ address }) => isPublicAddress(address)) : [];
    const [first] = open;
    if (error !== null) callback(error, []);
    else if (first === undefined) callback(new Error(refusal), []);
    else if (options.all === true) callback(null, open);
    else callback(null, first.address, first.family);
  });
};

/** Whether a URL names its host by an address that is not of the open internet. */
export function isInnerHost({ hostname }: URL): boolean {
  const host = hostname.replaceAll(/[[\]]/g, "");
  return isIP(host) !== 0 && !isPublicAddress(host);
}

/** Whether a connection failed because its name led into this machine's own network. */
export const isRefusedAddress = (error: unknown): boolean => error instanceof Error && error.message === refusal;
