import createClient, { type Client } from "openapi-fetch";

import type { paths } from "./api-schema.ts";

export type ApiClient = Client<paths>;

type Access = {
  /** Where people reach the installation, without a path: `https://pulse.example.com`. */
  readonly baseUrl: string;
  /** An API key, `phk_…`; without one a request asks as nobody, or as the session of the page that it comes from. */
  readonly key?: string;
};

/**
 * Asks an installation by the routes of its OpenAPI document, with parameters, bodies and answers typed by it. What was refused is in
 * `error`, as the API says it; only a connection that fails throws.
 */
export function createApiClient({ baseUrl, key }: Access): ApiClient {
  return createClient<paths>({
    baseUrl,
    ...(key === undefined ? {} : { headers: { Authorization: `Bearer ${key}` } }),
  });
}
