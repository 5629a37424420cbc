import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useId, type ReactNode } from "react";

import { PictureMenu } from "../charts/picture-menu.tsx";
import { cn } from "../ui/cn.ts";
import { Definition, type DefinitionEntry } from "./definition.tsx";
import { Freshness, type FreshnessProps } from "./freshness.tsx";

type PanelLinks = {
  /** The items behind the panel. */
  readonly items: { readonly href: string; readonly text: string } | null;
  readonly csv: string;
  readonly json: string;
};

type PanelProps = {
  readonly title: string;
  readonly definitions: readonly DefinitionEntry[];
  readonly freshness: FreshnessProps;
  readonly links: PanelLinks;
  /** A word beside the title: a legend, a count. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
};

/** One question and its answer: what it shows, how that is defined, how fresh it is, and the ways out of it. */
export function Panel({ title, definitions, freshness, links, aside, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={cn("flex min-w-0 flex-col rounded-8 border border-line bg-panel p-4", className)}
    >
      <header className="mb-3 flex min-h-6 flex-wrap items-center gap-y-1">
        <div className="flex min-w-0 items-center">
          <h2 id={id} className="text-14 font-semibold">
            {title}
          </h2>
          <Definition of={title} entries={definitions} />
        </div>
        {aside !== undefined && <div className="ml-auto text-12 text-muted">{aside}</div>}
      </header>
      <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      <footer className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-12 text-muted">
        <Freshness {...freshness} />
        <span className="ml-auto flex flex-wrap items-center">
          <PanelLink href={links.csv} label={`${title} as CSV`} text="CSV" />
          <PanelLink href={links.json} label={`${title} as JSON`} text="JSON" />
          <PictureMenu title={title} headingId={id} />
          {links.items !== null && (
            <Link
              href={links.items.href}
              prefetch={false}
              className="-mr-2 inline-flex h-8 items-center gap-1 rounded-6 px-2 font-medium text-accent hover:bg-hover"
            >
              {links.items.text}
              <ArrowRight aria-hidden size={12} />
            </Link>
          )}
        </span>
      </footer>
    </section>
  );
}

function PanelLink({ href, label, text }: { readonly href: string; readonly label: string; readonly text: string }) {
  return (
    <a
      href={href}
      download
      aria-label={label}
      className="inline-flex h-8 items-center rounded-6 px-2 hover:bg-hover hover:text-text"
    >
      {text}
    </a>
  );
}
