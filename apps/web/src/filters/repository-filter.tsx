"use client";

import { ChevronDown, FolderGit2 } from "lucide-react";
import { useState } from "react";

import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { filterFace } from "./filter-face.ts";
import { useFilterNavigation } from "./filter-navigation.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";

type RepositoryFilterProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly repositories: readonly string[];
};

export function RepositoryFilter({ pathname, filters, repositories }: RepositoryFilterProps) {
  const go = useFilterNavigation();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState<readonly string[]>(filters.repositories);
  const shown = repositories.filter((name) => name.toLowerCase().includes(search.trim().toLowerCase()));

  const choose = (next: readonly string[]) => {
    setChosen(next);
    go(toHref(pathname, { ...filters, repositories: next }));
  };
  const reset = (isOpen: boolean) => {
    if (!isOpen) return;
    setSearch("");
    setChosen(filters.repositories);
  };

  return (
    <Popover onOpenChange={reset}>
      <PopoverTrigger className={filterFace}>
        <FolderGit2 aria-hidden size={14} className="text-muted" />
        <span className="max-w-[22ch] truncate">{nameChoice(filters.repositories)}</span>
        <ChevronDown aria-hidden size={14} className="text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="Repositories">
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder="Search repositories"
          aria-label="Search repositories"
          className="mb-1 h-10 w-full rounded-6 border border-line bg-page px-2.5 text-13 placeholder:text-pale"
        />
        <ul className="max-h-72 overflow-y-auto">
          {shown.map((name) => (
            <li key={name}>
              <label className="flex min-h-10 cursor-pointer items-center gap-2.5 rounded-6 px-2.5 text-13 hover:bg-hover">
                <input
                  type="checkbox"
                  checked={chosen.includes(name)}
                  onChange={(event) =>
                    choose(event.target.checked ? [...chosen, name].sort() : chosen.filter((other) => other !== name))
                  }
                  className="size-4 accent-accent"
                />
                <span className="min-w-0 break-words">{name}</span>
              </label>
            </li>
          ))}
          {shown.length === 0 && <li className="px-2.5 py-3 text-13 text-muted">No repository is called that</li>}
        </ul>
        {chosen.length > 0 && (
          <button
            type="button"
            onClick={() => choose([])}
            className="mt-1 h-10 w-full rounded-6 border-t border-line px-2.5 text-left text-13 text-muted hover:bg-hover hover:text-text"
          >
            All repositories
          </button>
        )}
      </PopoverContent>
    </Popover>
  );
}

function nameChoice(repositories: readonly string[]): string {
  const [first] = repositories;
  if (first === undefined) return "all repositories";
  return repositories.length === 1 ? first : `${repositories.length} repositories`;
}
