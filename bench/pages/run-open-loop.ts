import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";

export type Arrival = {
  readonly url: string;
  /** From the instant at which it was to be asked for, whether or not the server had time by then, to its last byte. */
  readonly latencyMs: number;
  readonly sizeBytes: number;
  /** The page says that it could not be shown: a quick refusal is no fast page. */
  readonly hasFailed: boolean;
};

/**
 * Asks for addresses at a steady rate, whatever becomes of those before: arrival times are fixed in advance, so that a
 * server that stalls is charged for everybody who waits. Throws on the first answer that is no 200.
 */
export async function runOpenLoop(input: {
  readonly base: string;
  /** Of the session that asks. */
  readonly cookie: string;
  readonly urls: Iterable<string>;
  readonly perSecond: number;
}): Promise<readonly Arrival[]> {
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  const running: Promise<Arrival>[] = [];
  try {
    let index = 0;
    for (const url of input.urls) {
      const intendedAt = startedAt + (index * 1000) / input.perSecond;
      await delay(Math.max(0, intendedAt - performance.now()));
      const arrival = ask(agent, new URL(url, input.base), input.cookie).then((body) => ({
        url,
        latencyMs: performance.now() - intendedAt,
        sizeBytes: body.bytes.length,
        hasFailed: textOf(body).includes('role="alert"'),
      }));
      // Told by the `await` of all of them; until then nobody listens.
      arrival.catch(() => undefined);
      running.push(arrival);
      index += 1;
    }
    return await Promise.all(running);
  } finally {
    agent.destroy();
  }
}

type Body = { readonly bytes: Buffer; readonly encoding: string | undefined };

function textOf({ bytes, encoding }: Body): string {
  return (encoding === "gzip" ? gunzipSync(bytes) : bytes).toString();
}

/**
 * The bytes of the body as they came over the wire, compressed as for a browser. A connection that was idle may be closed by the server at
 * the very moment at which it is used again: that is asked once more, as browsers do, and the time goes on.
 */
async function ask(agent: Agent, url: URL, cookie: string): Promise<Body> {
  return await new Promise((resolve, reject) => {
    const request = get(
      url,
      { agent, headers: { "accept-encoding": "gzip", accept: "text/html", cookie } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          if (response.statusCode === 200)
            resolve({ bytes: Buffer.concat(chunks), encoding: response.headers["content-encoding"] });
          else reject(new Error(`${url.pathname}${url.search} answered ${response.statusCode}`));
        });
      },
    );
    request.on("error", (error) => {
      if (request.reusedSocket && "code" in error && error.code === "ECONNRESET") {
        resolve(ask(agent, url, cookie));
        return;
      }
      reject(error);
    });
  });
}
