export type { components, operations, paths } from "./api-schema.ts";
export { createApiClient, type ApiClient } from "./create-api-client.ts";
