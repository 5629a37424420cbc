import type { OutgoingHttpHeaders } from "node:http";

import type { Person } from "@pulse/actions";
import type { Clock } from "@pulse/kit";
import { LRUCache } from "lru-cache";

/** A page as it was sent, and what its scripts were allowed by. */
export type KeptPage = {
  readonly gzipped: Buffer;
  readonly headers: OutgoingHttpHeaders;
  readonly nonce: string;
  /** Of the request that it was drawn for; pages say it where something fails. */
  readonly requestId: string;
};

export type PageStore = {
  /** A name for all that this person's pages are drawn from; null for a workspace that is not theirs. */
  readonly findState: (person: Person, slug: string) => Promise<string | null>;
  /** The page that was drawn from this very state, while the clock allows it. */
  readonly find: (view: string, state: string) => KeptPage | null;
  readonly keep: (view: string, state: string, page: KeptPage & { readonly forMs: number }) => void;
  /** From here on the page of this request may say how long it holds. The result tells what it said, once it is drawn. */
  readonly listen: (requestId: string) => () => number | null;
  /** Said by a page while it is drawn: it may be shown again for so long, while its state is the same. */
  readonly hold: (requestId: string, forMs: number) => void;
};

type Entry = KeptPage & { readonly state: string; readonly until: number };

// A dashboard takes 40 to 60 kB, so these are some three hundred views.
const defaultBytes = 16 * 1024 * 1024;

/** Pages this process has drawn, compressed, the least lately shown going first. */
export function createPageStore(
  { clock, findState }: Pick<PageStore, "findState"> & { readonly clock: Clock },
  { maxBytes = defaultBytes }: { readonly maxBytes?: number } = {},
): PageStore {
  const holds = new Map<string, number | null>();
  const pages = new LRUCache<string, Entry>({
    maxSize: maxBytes,
    maxEntrySize: Math.floor(maxBytes / 8),
    sizeCalculation: ({ gzipped, state }, view) => gzipped.length + 2 * (state.length + view.length) + 1000,
  });
  return {
    findState,
    find: (view, state) => {
      const found = pages.get(view);
      return found !== undefined && found.state === state && clock.now().getTime() < found.until ? found : null;
    },
    keep: (view, state, { forMs, ...page }) => {
      pages.set(view, { ...page, state, until: clock.now().getTime() + forMs });
    },
    listen: (requestId) => {
      holds.set(requestId, null);
      return () => {
        const forMs = holds.get(requestId) ?? null;
        holds.delete(requestId);
        return forMs;
      };
    },
    hold: (requestId, forMs) => {
      if (holds.has(requestId)) holds.set(requestId, forMs);
    },
  };
}
