import type { IncomingMessage } from "node:http";

import { expect, test } from "vitest";

import { addressOf } from "./address-of.ts";
import { networkOf } from "./network-of.ts";

const requestOf = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  partOfRequest({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  });

// What is asked of a request here is its socket's address and one header.
const partOfRequest = (part: unknown): IncomingMessage => part as IncomingMessage;

test.each([
  ["nothing is believed unless a proxy is configured", 0, "198.51.100.9", "10.0.0.7"],
  ["one proxy says who came to it", 1, "198.51.100.9", "198.51.100.9"],
  ["what a client wrote itself stands before it", 1, "1.2.3.4, 198.51.100.9", "198.51.100.9"],
  ["two proxies", 2, "1.2.3.4, 198.51.100.9, 10.0.0.8", "198.51.100.9"],
  ["fewer entries than proxies: the socket's", 3, "198.51.100.9", "10.0.0.7"],
  ["no address: the socket's", 1, "<script>", "10.0.0.7"],
  ["no header: the socket's", 1, undefined, "10.0.0.7"],
])("%s", (_, proxies, forwarded, address) => {
  expect(addressOf(requestOf("::ffff:10.0.0.7", forwarded), proxies)).toBe(address);
});

test.each([
  ["198.51.100.9", "198.51.100.9"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
])("%s counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
