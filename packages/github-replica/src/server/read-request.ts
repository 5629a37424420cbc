import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

type GraphqlRequest = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | null;
};

export type ReadRequest = {
  readonly method: string;
  readonly url: URL;
  /** Without what an Enterprise server puts before it. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  readonly graphql: GraphqlRequest | null;
  readonly operation: string | null;
};

export async function readRequest(incoming: IncomingMessage): Promise<ReadRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  const url = new URL(incoming.url ?? "/", "http://replica.invalid");
  const path = url.pathname
    .replace(/^\/api\/v3(?=\/|$)/, "")
    .replace(/^\/api\/graphql$/, "/graphql")
    .replace(/\/$/, "");
  const method = incoming.method ?? "GET";
  const body = parse(Buffer.concat(chunks).toString());
  const graphql = path === "/graphql" && method === "POST" ? toGraphql(body) : null;
  return {
    method,
    url,
    path,
    headers: incoming.headers,
    body,
    graphql,
    operation: graphql === null ? null : nameOf(graphql),
  };
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function toGraphql(body: unknown): GraphqlRequest {
  const read: { query?: unknown; variables?: unknown; operationName?: unknown } =
    typeof body === "object" && body !== null ? body : {};
  return {
    query: typeof read.query === "string" ? read.query : "",
    variables: typeof read.variables === "object" && read.variables !== null ? { ...read.variables } : {},
    operationName: typeof read.operationName === "string" ? read.operationName : null,
  };
}

function nameOf({ query, operationName }: GraphqlRequest): string {
  return operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? /\{\s*(\w+)/.exec(query)?.[1] ?? "";
}
