import type { Reference } from "../http/api/answer-reference.ts";
import type { Api } from "../http/api/create-api.ts";

/** No routes at all: for tests of what lies beside the API. */
export const noApi: Api = { answer: () => Promise.resolve(false) };

const nothing = { type: "text/plain", etag: "", plain: Buffer.of(), packed: Buffer.of() };

export const noReference: Reference = { description: nothing, script: nothing };
