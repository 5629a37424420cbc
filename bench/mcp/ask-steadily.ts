import { Agent, request } from "node:http";

export type Steady = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

type Asked = {
  readonly url: string;
  readonly key: string;
  readonly message: { readonly method: string; readonly params: Readonly<Record<string, unknown>> };
  readonly connections: number;
  readonly seconds: number;
};

const version = "2026-07-28";

/** So many connections, each asking again as soon as it was answered. Throws at the first answer that is none. */
export async function askSteadily({ url, key, message, connections, seconds }: Asked): Promise<Steady> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const meta = {
    "io.modelcontextprotocol/protocolVersion": version,
    "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const body = JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: message.method,
    params: { ...message.params, _meta: meta },
  });
  const { name } = message.params;
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    authorization: `Bearer ${key}`,
    "mcp-protocol-version": version,
    "mcp-method": message.method,
    ...(typeof name === "string" ? { "mcp-name": name } : {}),
    "content-length": String(Buffer.byteLength(body)),
  };
  const took: number[] = [];
  const until = performance.now() + seconds * 1000;
  const keepAsking = async (): Promise<void> => {
    while (performance.now() < until) {
      const startedAt = performance.now();
      await ask({ url, agent, headers, body });
      took.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, keepAsking));
  agent.destroy();
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { perSecond: took.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

type Single = {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

async function ask({ url, agent, headers, body }: Single): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const asked = request(`${url}/mcp`, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        if (response.statusCode === 200 && !text.includes('"isError":true') && text.includes('"result"')) resolve();
        else reject(new Error(`an answer that is none: ${response.statusCode} ${text.slice(0, 300)}`));
      });
    });
    asked.on("error", reject);
    asked.end(body);
  });
}
