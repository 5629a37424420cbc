import type { Replica } from "../src/index.ts";

export type Asker = ReturnType<typeof createAsker>;

/** A client that does nothing by itself: what the replica answers is what a test sees. */
export function createAsker(replica: Replica, token: string | null = "token-of-ada") {
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return {
    async get(path: string, headers: Record<string, string> = {}) {
      const url = path.startsWith("http") ? path : `${replica.apiUrl}${path}`;
      const response = await fetch(url, { headers: { ...authorization, ...headers }, redirect: "manual" });
      const text = await response.text();
      const body = text === "" ? null : JSON.parse(text);
      return { status: response.status, headers: response.headers, body };
    },
    async send(method: string, path: string, body: unknown) {
      const response = await fetch(`${replica.apiUrl}${path}`, {
        method,
        headers: authorization,
        body: JSON.stringify(body),
      });
      const text = await response.text();
      const answered = text === "" ? null : JSON.parse(text);
      return { status: response.status, headers: response.headers, body: answered };
    },
    async graphql(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(replica.graphqlUrl, {
        method: "POST",
        headers: authorization,
        body: JSON.stringify({ query, variables }),
      });
      const body = await response.json();
      return { status: response.status, headers: response.headers, body, data: body.data, errors: body.errors ?? [] };
    },
  };
}
