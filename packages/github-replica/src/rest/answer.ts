import type { Caller } from "../server/credentials.ts";
import type { World } from "../world/create-world.ts";
import type { Repository } from "../world/repository.ts";
import type { Urls } from "./urls.ts";

export type RestRequest = {
  readonly world: World;
  readonly urls: Urls;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
};

export type RestAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where the list goes on; the server makes the `Link` header of it. */
  readonly pages?: { readonly page: number; readonly last: number };
};

export type RepositoryRequest = RestRequest & { readonly repository: Repository };

export type Route = {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE" | "PUT";
  /** After `/repos/O/N` (or `/repositories/ID`) for routes of repositories, from the root for others. `{name}` takes one segment. */
  readonly path: string;
} & (
  | { readonly of: "repository"; readonly run: (request: RepositoryRequest) => RestAnswer }
  | { readonly of: "root"; readonly run: (request: RestRequest) => RestAnswer | Promise<RestAnswer> }
);

export function found(body: unknown): RestAnswer {
  return { status: 200, body };
}

export function notFound(): RestAnswer {
  return refuse(404, "Not Found");
}

export function refuse(status: number, message: string, more: Readonly<Record<string, unknown>> = {}): RestAnswer {
  return {
    status,
    body: { message, ...more, documentation_url: "https://docs.github.com/rest", status: String(status) },
  };
}
