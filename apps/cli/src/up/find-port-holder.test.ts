import { once } from "node:events";
import { createServer } from "node:net";
import { existsSync } from "node:fs";

import { expect, test } from "vitest";

import { checkWebPort } from "./check-web-port.ts";
import { findPortHolder } from "./find-port-holder.ts";

async function listen(): Promise<{ readonly port: number; readonly close: () => void }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { port: address.port, close: () => server.close() };
}

test.runIf(existsSync("/proc/net/tcp"))("the process that listens on a port is found with its command", async () => {
  const { port, close } = await listen();

  const holder = await findPortHolder(port);
  close();

  expect(holder).toMatchObject({ pid: process.pid, command: expect.stringContaining("node") });
});

test("a port that nobody has passes; a busy one is refused with who has it and the flag to use", async () => {
  const { port, close } = await listen();

  await expect(checkWebPort(port)).rejects.toThrow(new RegExp(`Port ${port} is used by .*--port \\d+`));
  close();

  await expect(checkWebPort(port)).resolves.toBeUndefined();
});
