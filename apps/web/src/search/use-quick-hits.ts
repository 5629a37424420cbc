import { useEffect, useState } from "react";

import type { Hit } from "./to-hits.ts";

type Quick = { readonly hits: readonly Hit[]; readonly state: "empty" | "asking" | "found" | "failed" };

const nothing: Quick = { hits: [], state: "empty" };
const pauseMs = 150;

/** The first few hits for what is typed, asked for once the hand rests. What was found stays until the next is here. */
export function useQuickHits(slug: string, text: string): Quick {
  const [quick, setQuick] = useState(nothing);
  const wanted = text.trim();

  useEffect(() => {
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      if (wanted === "") {
        setQuick(nothing);
        return;
      }
      setQuick(({ hits }) => ({ hits, state: "asking" }));
      try {
        const answer = await fetch(`/${slug}/search/quick?${new URLSearchParams({ q: wanted }).toString()}`, {
          signal: asking.signal,
        });
        setQuick(answer.ok ? { hits: hitsOf(await answer.json()), state: "found" } : { hits: [], state: "failed" });
      } catch {
        if (!asking.signal.aborted) setQuick({ hits: [], state: "failed" });
      }
    };
    const timer = window.setTimeout(() => void ask(), wanted === "" ? 0 : pauseMs);
    return () => {
      window.clearTimeout(timer);
      asking.abort();
    };
  }, [slug, wanted]);

  return quick;
}

// The route of ours that answers has this type as its own.
const hitsOf = (value: unknown): readonly Hit[] => (value as { readonly hits: readonly Hit[] }).hits;
