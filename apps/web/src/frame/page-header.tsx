import type { ReactNode } from "react";

type PageHeaderProps = { readonly title: string; readonly note?: ReactNode; readonly children?: ReactNode };

/** The title, and the one filter row, which stay in sight. */
export function PageHeader({ title, note, children }: PageHeaderProps) {
  return (
    <header className="z-20 border-b border-line bg-page/95 px-4 py-3 backdrop-blur-sm md:sticky md:top-0 lg:px-8">
      <div className="mx-auto flex max-w-[1440px] flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-20 font-semibold tracking-tight">{title}</h1>
          {note !== undefined && <p className="text-13 text-muted tabular-nums">{note}</p>}
        </div>
        {children}
      </div>
    </header>
  );
}
