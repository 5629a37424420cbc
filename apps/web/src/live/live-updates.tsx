"use client";

import { useRouter, useSearchParams, useSelectedLayoutSegment } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

import { concernsView, type View } from "./concerns-view.ts";
import { createRefreshPace } from "./refresh-pace.ts";
import { watchEvents } from "./watch-events.ts";

type LiveUpdatesProps = { readonly workspace: string; readonly since: string | null };

/** Reads the page again when something happened that is on screen. Draws nothing. */
export function LiveUpdates({ workspace, since }: LiveUpdatesProps) {
  const router = useRouter();
  const segment = useSelectedLayoutSegment() ?? "";
  const search = useSearchParams();
  const [isPending, startTransition] = useTransition();
  const view = useRef<View>({ segment, repositories: [] });
  const pace = useRef<ReturnType<typeof createRefreshPace> | null>(null);

  useEffect(() => {
    view.current = { segment, repositories: search.getAll("repo") };
  }, [segment, search]);

  useEffect(() => {
    if (!isPending) pace.current?.finish();
  }, [isPending]);

  // The first position counts: later ones come with the stream itself.
  const start = useRef(since);
  useEffect(() => {
    const isVisible = () => document.visibilityState === "visible";
    const current = createRefreshPace(() => startTransition(() => router.refresh()), { isVisible: isVisible() });
    pace.current = current;
    const follow = () => current.setVisible(isVisible());
    document.addEventListener("visibilitychange", follow);
    const stop = watchEvents({
      workspace,
      since: start.current,
      onEvent: (event) => {
        if (concernsView(event, view.current)) current.ask();
      },
      onReset: () => current.ask(),
    });
    return () => {
      stop();
      current.stop();
      document.removeEventListener("visibilitychange", follow);
    };
  }, [router, workspace]);

  return null;
}
