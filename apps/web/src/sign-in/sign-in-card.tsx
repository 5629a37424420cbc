import type { ReactNode } from "react";

import { BrandMark } from "../frame/brand-mark.tsx";

type SignInCardProps = { readonly title: string; readonly children: ReactNode };

/** The whole page of somebody who is not in yet. */
export function SignInCard({ title, children }: SignInCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <section className="w-full max-w-[26rem] rounded-8 border border-line bg-panel p-6 sm:p-8">
        <p className="mb-6 flex items-center gap-2 font-semibold">
          <BrandMark />
          Pulse-Hub
        </p>
        <h1 className="text-16 font-semibold text-balance">{title}</h1>
        {children}
      </section>
    </main>
  );
}
