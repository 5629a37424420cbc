import { once } from "node:events";
import { createServer } from "node:http";

import { AppError } from "@pulse/kit";

import type { Telemetry } from "./create-telemetry.ts";

export type MetricsServing = { readonly url: string; readonly close: () => void };

/**
 * Answers Prometheus on a port of its own, which no proxy of ours leads to. Without a wanted port the usual one is taken, or any other when that is
 * busy; throws `conflict` when a wanted one is.
 */
export async function serveMetrics(
  telemetry: Telemetry,
  input: { readonly host: string; readonly port: number | undefined; readonly usualPort: number },
): Promise<MetricsServing> {
  const server = createServer((request, response) => {
    void telemetry.answer(request, response).then((isAnswered) => {
      if (!isAnswered) response.writeHead(404, { "content-type": "text/plain" }).end("GET /metrics is all there is\n");
    });
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, input.host);
    await once(server, "listening");
  };
  await listen(input.port ?? input.usualPort).catch(async (error: unknown) => {
    if (input.port === undefined) return await listen(0);
    throw new AppError(
      "conflict",
      `Port ${input.port} of ${input.host} cannot be listened on. Set METRICS_PORT to a free one`,
      {
        cause: error,
      },
    );
  });
  server.unref();
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return { url: `http://${input.host}:${port}/metrics`, close: () => void server.close() };
}
