/** Signed deliveries from many connections into one web process: how many a second, and how long each waits for its answer. */
import { createHmac, randomUUID } from "node:crypto";
import { Agent, request as send } from "node:http";

import { payloadOf } from "./payload-of.ts";

export const secret = "a secret between the bench and the web process";

export type Load = {
  readonly port: number;
  readonly bytes: number;
  readonly connections: number;
  readonly seconds: number;
  /** Deliveries a second; null: as fast as they are answered. */
  readonly rate: number | null;
};

export type Received = {
  readonly accepted: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly others: number;
};

/** With a rate, each delivery has an instant at which it is due, and waiting counts from there: a slow answer does not excuse the next one. */
export async function measureReceiving(load: Load): Promise<Received> {
  const agent = new Agent({ keepAlive: true, maxSockets: load.connections });
  const prepared = prepareBody(load.bytes);
  const waits: number[] = [];
  const startedAt = performance.now();
  const endAt = startedAt + load.seconds * 1000;
  let [accepted, others, next] = [0, 0, 0];
  const connection = async (): Promise<void> => {
    for (;;) {
      const index = next++;
      const dueAt = load.rate === null ? performance.now() : startedAt + (index / load.rate) * 1000;
      if (dueAt >= endAt) return;
      await until(dueAt);
      const status = await post(agent, { port: load.port, ...prepared() });
      waits.push(performance.now() - dueAt);
      if (status === 202) accepted += 1;
      else others += 1;
    }
  };
  await Promise.all(Array.from({ length: load.connections }, connection));
  agent.destroy();
  const seconds = (performance.now() - startedAt) / 1000;
  return { accepted, others, perSecond: accepted / seconds, p99Ms: percentile(waits, 0.99) };
}

async function until(at: number): Promise<void> {
  const ms = at - performance.now();
  if (ms <= 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}

/** Each delivery is another one by its GUID; the body and so its signature are made once, since the sender shares the machine. */
function prepareBody(bytes: number): () => { readonly body: Buffer; readonly headers: Record<string, string> } {
  const body = Buffer.from(payloadOf(bytes));
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  return () => ({
    body,
    headers: {
      "content-type": "application/json",
      "content-length": String(body.length),
      "x-github-event": "issues",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": signature,
    },
  });
}

type Posting = { readonly port: number; readonly body: Buffer; readonly headers: Record<string, string> };

async function post(agent: Agent, { port, body, headers }: Posting): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const request = send({ agent, host: "127.0.0.1", port, path: "/api/webhooks/github", method: "POST", headers });
  request.once("response", (response) => {
    response.resume();
    response.once("end", () => resolve(response.statusCode ?? 0));
    response.once("error", () => resolve(0));
  });
  request.once("error", () => resolve(0));
  request.end(body);
  return await promise;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
