import pg from "pg";

import { parsePostgresUrl, transactionPoolerPort } from "../connect.ts";

type ListenInput = {
  /** POSTGRES_DIRECT_URL, else POSTGRES_URL; at a transaction pooler nothing can be heard, and the table is asked every second. */
  readonly url: string;
  readonly applicationName: string;
  /** Something was published in this workspace, or (null) perhaps in any: read again. */
  readonly onWake: (workspaceId: number | null) => void;
  readonly onState?: (state: ListenState, cause: unknown) => void;
};

export type ListenState = "listening" | "reconnecting" | "polling";

export type EventListening = { readonly close: () => Promise<void> };

const pollMs = 1_000;
const firstRetryMs = 250;
const mostRetryMs = 15_000;
// A connection that a firewall forgot breaks nothing and says nothing: it is asked now and then.
const checkMs = 15_000;
const timeoutMs = 10_000;

/**
 * Tells when events may be there to read; what they are is in the table alone, so nothing is lost by a connection that breaks:
 * until it is back the table is asked every second.
 */
export function listenForEvents(input: ListenInput): EventListening {
  const url = parsePostgresUrl(input.url);
  let isListening = false;
  const poll = setInterval(() => {
    if (!isListening) input.onWake(null);
  }, pollMs);
  if (url.port === transactionPoolerPort) {
    input.onState?.("polling", null);
    return { close: async () => await Promise.resolve(clearInterval(poll)) };
  }
  let isClosed = false;
  let failures = 0;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const dial = async (): Promise<void> => {
    const session = new pg.Client({
      connectionString: url.href,
      application_name: input.applicationName,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      keepAlive: true,
    });
    client = session;
    session.on("error", (error) => lose(session, error));
    session.on("end", () => lose(session, null));
    session.on("notification", ({ payload }) => input.onWake(readWorkspaceId(payload)));
    try {
      await session.connect();
      await session.query("listen pulse_events");
    } catch (error) {
      lose(session, error);
      return;
    }
    if (client !== session) return;
    failures = 0;
    isListening = true;
    input.onState?.("listening", null);
    input.onWake(null);
    check(session);
  };

  const check = (session: pg.Client): void => {
    timer = setTimeout(() => {
      session.query("select 1").then(
        () => {
          if (client !== session) return;
          input.onWake(null);
          check(session);
        },
        (error: unknown) => lose(session, error),
      );
    }, checkMs);
  };

  const lose = (session: pg.Client, cause: unknown): void => {
    if (client !== session || isClosed) return;
    client = null;
    clearTimeout(timer);
    void session.end().catch(() => undefined);
    if (isListening || failures === 0) input.onState?.("reconnecting", cause);
    isListening = false;
    failures += 1;
    const ceilingMs = Math.min(mostRetryMs, firstRetryMs * 2 ** (failures - 1));
    timer = setTimeout(() => void dial(), ceilingMs * (0.5 + Math.random() / 2));
  };

  void dial();
  return {
    close: async () => {
      isClosed = true;
      clearInterval(poll);
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}

function readWorkspaceId(payload: string | undefined): number | null {
  const id = Number(payload);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}
