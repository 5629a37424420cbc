import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

export type FakeAnswer =
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown }
  /** Breaks the connection, breaks it within the body, or leaves it open without a word. */
  | "reset"
  | "half a body"
  | "silence";

export type FakeGitHub = {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** What the next requests get, in order; afterwards the last one again. */
  answer: (...answers: (FakeAnswer | ((request: SeenRequest) => FakeAnswer))[]) => void;
  readonly close: () => Promise<void>;
};

/** A server at the wire that answers what a test tells it to, and remembers what it was asked. */
export async function startFakeGitHub(): Promise<FakeGitHub> {
  const seen: SeenRequest[] = [];
  let answers: (FakeAnswer | ((request: SeenRequest) => FakeAnswer))[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked: SeenRequest = {
      method: request.method ?? "",
      path: request.url ?? "",
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
      ),
      body: await text(request),
    };
    seen.push(asked);
    const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 404, json: { message: "Not Found" } };
    const answer = typeof next === "function" ? next(asked) : next;
    if (answer === "silence") return;
    if (answer === "half a body") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
      response.write('[{"id":', () => request.socket.destroy());
      return;
    }
    if (answer === "reset") {
      request.socket.destroy();
      return;
    }
    const isEmpty = answer.status === 204 || answer.status === 304;
    response.writeHead(answer.status ?? 200, {
      ...(isEmpty ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...answer.headers,
    });
    response.end(isEmpty ? undefined : JSON.stringify(answer.json ?? {}));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the fake GitHub got no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    answer: (...given) => {
      answers = given;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
