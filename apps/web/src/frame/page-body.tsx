import type { ReactNode } from "react";

export function PageBody({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-[1504px] flex-col gap-4 px-4 pt-4 pb-24 lg:px-8 lg:pb-10">{children}</div>
  );
}
