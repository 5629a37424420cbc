"use client";

import { Info } from "lucide-react";

import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";

export type DefinitionEntry = { readonly id: string; readonly title: string; readonly definition: string };

type DefinitionProps = { readonly of: string; readonly entries: readonly DefinitionEntry[] };

/** What exactly a number means, one click away, in the words of the catalogue. */
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
              <dd className="mt-1 font-mono text-12 text-pale">{entry.id}</dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
