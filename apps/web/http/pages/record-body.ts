import type { ServerResponse } from "node:http";

/** Writes down what is sent from now on, without holding it up. The result gives all of it. */
export function recordBody(response: ServerResponse): () => Buffer {
  const chunks: Buffer[] = [];
  const take = (chunk: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  Object.assign(response, {
    write: (...args: Parameters<typeof write>) => {
      take(args[0]);
      return write(...args);
    },
    end: (...args: Parameters<typeof end>) => {
      take(args[0]);
      return end(...args);
    },
  });
  return () => Buffer.concat(chunks);
}
