/**
 * Lives in the main process of a vitest run and makes databases for its test files. Servers start with the first database asked for, so
 * that a run of pure tests starts none, and stop with the run.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { json } from "node:stream/consumers";

import { z } from "zod";

import { startTestServer, type TestServer } from "./test-server.ts";

const requestSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), version: z.union([z.literal(15), z.literal(18)]), isMigrated: z.boolean() }),
  z.object({ kind: z.literal("drop"), version: z.union([z.literal(15), z.literal(18)]), name: z.string() }),
]);

export type BrokerRequest = z.output<typeof requestSchema>;

export type DatabaseBroker = {
  readonly address: string;
  /** Resolves to the databases that outlive the run. */
  readonly stop: () => Promise<readonly string[]>;
};

export async function startDatabaseBroker(input: { readonly givenUrl: string | null }): Promise<DatabaseBroker> {
  const servers = new Map<15 | 18, Promise<TestServer>>();
  const serve = (request: BrokerRequest) => {
    const server =
      servers.get(request.version) ?? startTestServer({ version: request.version, givenUrl: input.givenUrl });
    servers.set(request.version, server);
    return request.kind === "create"
      ? server.then((found) => found.create(request.isMigrated))
      : server.then((found) => found.drop(request.name));
  };
  // The path keeps other users of the machine out.
  const secretPath = `/${randomUUID()}`;
  const http = createServer((request, response) => {
    if (request.url !== secretPath) {
      response.writeHead(404).end();
      return;
    }
    answer(request, serve).then(
      (body) => response.writeHead(200).end(JSON.stringify(body ?? null)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)),
    );
  });
  const port = await listen(http);
  return {
    address: `http://127.0.0.1:${port}${secretPath}`,
    stop: async () => {
      http.closeAllConnections();
      http.close();
      const started = (await Promise.allSettled(servers.values())).filter((server) => server.status === "fulfilled");
      return (await Promise.all(started.map((server) => server.value.stop()))).flat();
    },
  };
}

async function answer(request: IncomingMessage, serve: (request: BrokerRequest) => Promise<unknown>): Promise<unknown> {
  return await serve(requestSchema.parse(await json(request)));
}

async function listen(http: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    http.listen(0, "127.0.0.1", resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The broker of test databases got no port");
  return address.port;
}
