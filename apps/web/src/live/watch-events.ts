import { readLiveEvent, type LiveEvent } from "./live-event.ts";

type WatchInput = {
  readonly workspace: string;
  /** The position at which the page was read, so that nothing between its reading and this stream is missed. */
  readonly since: string | null;
  readonly onEvent: (event: LiveEvent) => void;
  /** Too much was missed to be told: everything may have changed. */
  readonly onReset: () => void;
};

const firstRetryMs = 2_000;
const mostRetryMs = 60_000;

/**
 * Keeps a stream of events open while the page is in sight: a browser has six connections to a server for all of its tabs. The browser
 * resumes a stream that breaks; one that was refused, or closed here, is opened again from the last position.
 */
export function watchEvents({ workspace, since, onEvent, onReset }: WatchInput): () => void {
  let source: EventSource | null = null;
  let position = since;
  let failures = 0;
  let timer: number | undefined;

  const open = (): void => {
    if (source !== null || document.visibilityState === "hidden") return;
    const query = new URLSearchParams({ workspace, ...(position === null ? {} : { since: position }) });
    const opened = new EventSource(`/api/events?${query.toString()}`);
    source = opened;
    opened.addEventListener("open", () => {
      failures = 0;
    });
    opened.addEventListener("message", (message: MessageEvent<string>) => {
      position = message.lastEventId;
      const event = readLiveEvent(message.data);
      if (event !== null) onEvent(event);
    });
    opened.addEventListener("reset", (message: MessageEvent<string>) => {
      position = message.lastEventId;
      onReset();
    });
    opened.addEventListener("error", () => {
      if (opened.readyState !== EventSource.CLOSED) return;
      close();
      failures += 1;
      timer = window.setTimeout(open, Math.min(mostRetryMs, firstRetryMs * 2 ** (failures - 1)));
    });
  };

  const close = (): void => {
    window.clearTimeout(timer);
    source?.close();
    source = null;
  };

  const follow = (): void => (document.visibilityState === "hidden" ? close() : open());

  document.addEventListener("visibilitychange", follow);
  // A page that is kept for the way back would keep its connection too.
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);
  open();
  return () => {
    document.removeEventListener("visibilitychange", follow);
    window.removeEventListener("pagehide", close);
    window.removeEventListener("pageshow", open);
    close();
  };
}
