import Link from "next/link";
import type { ReactNode } from "react";

import { deployHref, type DeployPage } from "./deploy-page.ts";

type PanelHeadProps = {
  readonly page: DeployPage;
  /** That the panel is labelled by. */
  readonly id: string;
  readonly title: string;
  readonly children?: ReactNode;
};

/** The head of what stands open on the page, with the way to close it. */
export function PanelHead({ page, id, title, children }: PanelHeadProps) {
  return (
    <header className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
      <h2 id={id} className="min-w-0 text-16 font-semibold break-words">
        {title}
      </h2>
      <Link
        href={deployHref(page)}
        prefetch={false}
        className="inline-flex h-10 items-center text-13 underline underline-offset-2"
      >
        Close
      </Link>
      {children}
    </header>
  );
}
