import { BlockList, isIP } from "node:net";

/** Ranges that lead to this machine, to its network, or to nobody: IANA's registries of special-purpose addresses. */
const inner = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  inner.addSubnet(network, prefix, "ipv4");
}

// Of IPv6 only what is given out for the world is public, less the documentation's and those that carry an IPv4 address within.
const outer = new BlockList();
outer.addSubnet("2000::", 3, "ipv6");
const within = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  within.addSubnet(network, prefix, "ipv6");
}

/** Whether an IP address is somewhere in the open internet. False for what is no address. */
export function isPublicAddress(address: string): boolean {
  const kind = isIP(address);
  if (kind === 4) return !inner.check(address, "ipv4");
  return kind === 6 && outer.check(address, "ipv6") && !within.check(address, "ipv6");
}
