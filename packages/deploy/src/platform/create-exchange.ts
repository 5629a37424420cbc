/** Requests as the platform wants them: with the token, timed out, tried again where that is safe, and every refusal translated. */
import { isAppError, parseJson, type Clock } from "@pulse/kit";

import { noAnswerError, refusedError, type Asked } from "./platform-error.ts";

export type PlatformSettings = {
  readonly token: string;
  readonly apiUrl?: string;
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
  readonly random: () => number;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
};

type Quota = { readonly limit: number; readonly remaining: number; readonly resetAt: Date };

export type Exchange = {
  /** `isRepeatable`: asking twice does no more than asking once, as with every GET. */
  readonly ask: (asked: Asked & { readonly body?: unknown; readonly isRepeatable?: boolean }) => Promise<unknown>;
  readonly quota: () => Quota | null;
};

const attempts = 4;
const baseWaitMs = 1_000;
/** Longer than the platform's burst limit, which counts by the minute; whoever waits for the hourly one is told so instead. */
const longestWaitMs = 65_000;

export function createExchange(settings: PlatformSettings): Exchange {
  const { token, apiUrl = "https://api.digitalocean.com", clock, wait, random, timeoutMs = 30_000 } = settings;
  let quota: Quota | null = null;

  const once = async (asked: Asked, body: unknown): Promise<unknown> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = settings.signal === undefined ? timeout : AbortSignal.any([settings.signal, timeout]);
    const lost = (cause: unknown) => {
      settings.signal?.throwIfAborted();
      return noAnswerError(asked, { reason: timeout.aborted ? "timeout" : "network", cause });
    };
    const response = await fetch(`${apiUrl}${asked.path}`, {
      method: asked.method,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "error",
      signal,
    }).catch((error: unknown) => {
      throw lost(error);
    });
    quota = readQuota(response.headers) ?? quota;
    const text = await response.text().catch((error: unknown) => {
      throw lost(error);
    });
    const { status, headers } = response;
    const isJson = /[/+]json\b/.test(headers.get("content-type") ?? "");
    if (status >= 500) throw noAnswerError(asked, { reason: isJson ? "server" : "html", status });
    if (text === "") return answered(asked, { status, headers, body: null });
    if (!isJson) throw noAnswerError(asked, { reason: "html", status });
    const parsed = parseJson(text);
    if (parsed === null && text.trim() !== "null") throw noAnswerError(asked, { reason: "truncated", status });
    return answered(asked, { status, headers, body: parsed });
  };

  return {
    quota: () => quota,
    ask: async ({ body, isRepeatable, ...asked }) => {
      const isSafe = isRepeatable ?? asked.method === "GET";
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(asked, body);
        } catch (error) {
          const waitMs = waitBefore(error, { isSafe, attempt, now: clock.now() });
          if (waitMs === null) throw error;
          await wait(waitMs * (0.5 + random() / 2));
        }
      }
    },
  };
}

/** How long to wait before the next attempt; null when there is to be none. After a 429 nothing has happened, whatever was asked. */
function waitBefore(
  error: unknown,
  input: { readonly isSafe: boolean; readonly attempt: number; readonly now: Date },
): number | null {
  if (!isAppError(error) || input.attempt >= attempts) return null;
  const backOffMs = baseWaitMs * 2 ** input.attempt;
  if (error.code === "unavailable") return input.isSafe ? backOffMs : null;
  if (error.code !== "limited") return null;
  const { retryAfterMs, resetAt } = error.details;
  const untilReset = resetAt instanceof Date ? resetAt.getTime() - input.now.getTime() : backOffMs;
  const waitMs = typeof retryAfterMs === "number" ? retryAfterMs : Math.max(untilReset, 0);
  // The factor that spreads callers only shortens: twice as long is never too short.
  return waitMs > longestWaitMs ? null : Math.max(waitMs, 500) * 2;
}

function answered(
  asked: Asked,
  answer: { readonly status: number; readonly headers: Headers; readonly body: unknown },
): unknown {
  if (answer.status < 300) return answer.body;
  throw refusedError(asked, answer);
}

function readQuota(headers: Headers): Quota | null {
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map(
    (name) => headers.get(`ratelimit-${name}`) ?? null,
  );
  if (limit === null || remaining === null || reset === null) return null;
  return { limit: Number(limit), remaining: Number(remaining), resetAt: new Date(Number(reset) * 1000) };
}
