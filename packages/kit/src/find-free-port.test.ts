import { once } from "node:events";
import { createServer, type Server } from "node:net";

import { expect, test } from "vitest";

import { findFreePort } from "./find-free-port.ts";

async function listen(port: number): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { server, port: address !== null && typeof address === "object" ? address.port : 0 };
}

test("a preferred port is taken when it is free, and passed over when somebody listens on it", async () => {
  const taken = await listen(await findFreePort());

  const found = await findFreePort([taken.port]);

  expect(found).not.toBe(taken.port);
  const free = await listen(found);
  taken.server.close();
  free.server.close();
});

test("none is found among those that Linux gives to whoever asks for any", async () => {
  const found = await Promise.all(Array.from({ length: 20 }, async () => await findFreePort()));

  expect(Math.max(...found)).toBeLessThan(32_768);
});
