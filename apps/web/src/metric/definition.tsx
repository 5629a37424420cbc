"use client";

import { ArrowRight, Info } from "lucide-react";
import Link from "next/link";

import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";

export type DefinitionEntry = {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  /** How many items the number on screen stands on. */
  readonly sample: string | null;
  /** The items in it, and those left out with the reason. */
  readonly href: string | null;
};

type DefinitionProps = { readonly of: string; readonly entries: readonly DefinitionEntry[] };

/** How a number was computed, one click away: its meaning in the words of the catalogue, and the way to its items. */
export function Definition({ of, entries }: DefinitionProps) {
  return (
    <Popover>
      <PopoverTrigger
        aria-label={`How ${of} is defined`}
        className="-my-2.5 grid size-9 shrink-0 place-items-center rounded-6 text-pale hover:bg-hover hover:text-text"
      >
        <Info aria-hidden size={14} strokeWidth={1.75} />
      </PopoverTrigger>
      <PopoverContent aria-label={`How ${of} is defined`} className="w-80 p-3">
        <dl className="flex flex-col gap-3 text-13">
          {entries.map((entry) => (
            <div key={entry.id}>
              <dt className="font-medium">{entry.title}</dt>
              <dd className="mt-0.5 text-muted">{entry.definition}</dd>
              {entry.sample !== null && <dd className="mt-1 text-12 text-muted tabular-nums">{entry.sample}</dd>}
              <dd className="mt-1 font-mono text-12 text-pale">{entry.id}</dd>
              {entry.href !== null && (
                <dd>
                  <Link
                    href={entry.href}
                    prefetch={false}
                    className="-mx-2 inline-flex h-8 items-center gap-1 rounded-6 px-2 text-12 font-medium text-accent hover:bg-hover"
                  >
                    What is in it, and what is left out
                    <ArrowRight aria-hidden size={12} />
                  </Link>
                </dd>
              )}
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
