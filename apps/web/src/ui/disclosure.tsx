import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = {
  readonly summary: string;
  /** What it is about, for whoever does not see the place that it stands in. */
  readonly of: string;
  readonly children: ReactNode;
};

/** What is seldom wanted, behind a word. It opens without a script. */
export function Disclosure({ summary, of, children }: DisclosureProps) {
  return (
    <details className="group text-13">
      <summary className="inline-flex h-10 items-center gap-1 rounded-8 text-muted hover:text-text">
        <ChevronDown aria-hidden size={14} className="group-open:rotate-180" />
        {summary}
        <span className="sr-only">: {of}</span>
      </summary>
      {children}
    </details>
  );
}
