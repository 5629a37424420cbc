"use client";

import { createContext, use, type ReactNode } from "react";

const RequestIdContext = createContext<string | null>(null);

/** Under which request the page was asked for, for the faces of failures that are drawn in the browser. */
export function RequestId({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return <RequestIdContext value={id}>{children}</RequestIdContext>;
}

export function useRequestId(): string | null {
  return use(RequestIdContext);
}
