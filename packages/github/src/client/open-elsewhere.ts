/**
 * Reads what GitHub keeps with others, such as logs: without any credential, over https, and only from the open internet, so that an answer
 * can make nobody read this machine's own network.
 */
import type { IncomingMessage } from "node:http";
import { request } from "node:https";

import { AppError, isInnerHost, isRefusedAddress, publicLookup } from "@pulse/kit";

type Opened = { readonly status: number; readonly body: AsyncIterable<Uint8Array> };

type Wanted = {
  readonly signal: AbortSignal;
  /** Another way to the wire, in tests; it is asked for no other addresses. */
  readonly fetch?: typeof fetch | undefined;
};

/** Throws `forbidden` for an address that is not of the open internet, and `unavailable` when nobody answers there. Redirects are not followed. */
export async function openElsewhere(url: URL, { signal, fetch: given }: Wanted): Promise<Opened> {
  if (url.protocol !== "https:" || url.port !== "" || url.username !== "" || isInnerHost(url)) throw foreign(url);
  try {
    if (given !== undefined) {
      const { status, body } = await given(url, { redirect: "manual", signal });
      return { status, body: body ?? nothing() };
    }
    const response = await ask(url, signal);
    return { status: response.statusCode ?? 0, body: response };
  } catch (error) {
    signal.throwIfAborted();
    if (isRefusedAddress(error)) throw foreign(url);
    throw new AppError("unavailable", `${url.host}, where GitHub keeps this, cannot be reached. Try again later`, {
      cause: error,
      details: { reason: "network" },
    });
  }
}

async function ask(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    request(url, { signal, lookup: publicLookup }, resolve).on("error", reject).end();
  });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function foreign({ host }: URL): AppError {
  return new AppError(
    "forbidden",
    `GitHub named an address on ${host}, which is not of the open internet: it was not asked. Read it at GitHub`,
    { details: { reason: "foreign_host" } },
  );
}
