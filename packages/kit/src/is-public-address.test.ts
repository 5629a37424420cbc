import { createServer, request } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { isPublicAddress } from "./is-public-address.ts";
import { isRefusedAddress, publicLookup } from "./public-lookup.ts";

test.each([
  ["127.0.0.1"],
  ["10.1.2.3"],
  ["169.254.169.254"],
  ["192.168.1.1"],
  ["172.31.0.1"],
  ["100.64.0.1"],
  ["0.0.0.0"],
  ["::1"],
  ["fd00::1"],
  ["fe80::1"],
  ["::ffff:127.0.0.1"],
  ["2002:7f00:1::"],
  ["no address"],
])("%s is nowhere in the open internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([["93.184.215.14"], ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"]])("%s is", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("a name that leads into this machine is not connected to, whatever it was called", async () => {
  const server = createServer(() => expect.unreachable("it was asked"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  const asked = request(`http://localhost:${port}/`, { lookup: publicLookup });
  asked.end();
  const [error] = await once(asked, "error");

  expect(isRefusedAddress(error)).toBe(true);
  server.close();
});
