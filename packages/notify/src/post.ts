import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecure } from "node:https";

import { AppError, isInnerHost, isRefusedAddress, publicLookup, readRetryAfter } from "@pulse/kit";

import type { Sending } from "./sending.ts";

type Posting = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };
export type Posted = { readonly status: number; readonly retryAfterMs: number | null; readonly text: string };

const usualTimeoutMs = 10_000;
/** What is read of an answer: enough for the words of an error. */
const answerBytes = 4_096;

/**
 * One POST that follows no redirect. Throws `forbidden` for an address that may not be asked and `unavailable` when nobody answers in
 * time; an answer of any status is no error here. No message names more of the address than its host, since the rest is often the secret.
 */
export async function post(sending: Sending, { url: text, headers, body }: Posting): Promise<Posted> {
  const url = readAddress(sending, text);
  const timeout = AbortSignal.timeout(sending.timeoutMs ?? usualTimeoutMs);
  const signal = AbortSignal.any([timeout, ...(sending.signal === undefined ? [] : [sending.signal])]);
  try {
    const asked = (url.protocol === "https:" ? requestSecure : requestPlain)(url, {
      method: "POST",
      signal,
      headers: { "user-agent": "pulse-hub", "content-length": String(Buffer.byteLength(body)), ...headers },
      ...(sending.reach === "internet" ? { lookup: publicLookup } : {}),
    });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      asked.once("response", resolve).once("error", reject).end(body);
    });
    const answer = await readSome(response);
    return {
      status: response.statusCode ?? 0,
      retryAfterMs: readRetryAfter(response.headers["retry-after"], sending.clock.now()),
      text: answer,
    };
  } catch (error) {
    sending.signal?.throwIfAborted();
    if (isRefusedAddress(error)) throw inner(url);
    const what = timeout.aborted ? "did not answer in time" : "cannot be reached";
    throw new AppError("unavailable", `${url.host} ${what}. It is tried again`, { cause: error });
  }
}

function readAddress({ reach }: Sending, text: string): URL {
  if (!URL.canParse(text)) throw new AppError("invalid", "The address to notify is none. It begins with https://");
  const url = new URL(text);
  const protocols = reach === "internet" ? ["https:"] : ["https:", "http:"];
  if (!protocols.includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw new AppError(
      "invalid",
      `An address to notify begins with https:// and names nobody before its host: ${url.host}`,
    );
  }
  if (reach === "internet" && isInnerHost(url)) throw inner(url);
  return url;
}

function inner({ host }: URL): AppError {
  return new AppError("forbidden", `${host} is not of the open internet and was not asked. Name a public address`, {
    details: { reason: "inner_address" },
  });
}

async function readSome(response: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size >= answerBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, answerBytes).toString("utf8");
}
