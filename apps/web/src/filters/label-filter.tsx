"use client";

import { ChevronDown, Tag } from "lucide-react";
import { useState } from "react";

import { Command } from "../ui/command.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { FilterChoice } from "./filter-choice.tsx";
import { filterFace } from "./filter-face.ts";
import { useFilterNavigation } from "./filter-navigation.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";

type LabelFilterProps = {
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly groups: readonly string[];
};

/** Saved groups of labels to choose from, and the single labels that were chosen in a table. */
export function LabelFilter({ pathname, filters, groups }: LabelFilterProps) {
  const go = useFilterNavigation();
  const [chosen, setChosen] = useState(filters);

  const choose = (change: Partial<ViewFilters>) => {
    const next = { ...chosen, ...change };
    setChosen(next);
    go(toHref(pathname, next));
  };
  const count = chosen.labelGroups.length + chosen.labels.length;

  return (
    <Popover onOpenChange={(isOpen) => isOpen && setChosen(filters)}>
      <PopoverTrigger className={filterFace}>
        <Tag aria-hidden size={14} className="text-muted" />
        <span className="max-w-[22ch] truncate">{nameChoice(filters)}</span>
        <ChevronDown aria-hidden size={14} className="text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="Labels">
        <ul>
          {groups.map((group) => (
            <FilterChoice
              key={group}
              name={group}
              isChosen={chosen.labelGroups.includes(group)}
              onChange={(isOn) => choose({ labelGroups: toggle(chosen.labelGroups, group, isOn) })}
            />
          ))}
          {chosen.labels.map((label) => (
            <FilterChoice
              key={`label ${label}`}
              name={label === "" ? "no label" : `label: ${label}`}
              isChosen
              onChange={() => choose({ labels: toggle(chosen.labels, label, false) })}
            />
          ))}
        </ul>
        {groups.length === 0 && (
          <div className="flex flex-col gap-2 p-2.5 text-13 text-muted">
            <p>No label group is saved yet. A group gives labels that mean the same one name:</p>
            <Command line="./pulse label-group save bug bug 'type: bug'" />
          </div>
        )}
        {count > 0 && (
          <button
            type="button"
            onClick={() => choose({ labelGroups: [], labels: [] })}
            className="mt-1 h-10 w-full rounded-6 border-t border-line px-2.5 text-left text-13 text-muted hover:bg-hover hover:text-text"
          >
            All labels
          </button>
        )}
      </PopoverContent>
    </Popover>
  );
}

function toggle(names: readonly string[], name: string, isOn: boolean): readonly string[] {
  return isOn ? [...names, name].sort() : names.filter((other) => other !== name);
}

function nameChoice({ labelGroups, labels }: ViewFilters): string {
  const all = [...labelGroups, ...labels.map((label) => (label === "" ? "no label" : label))];
  const [first] = all;
  if (first === undefined) return "all labels";
  return all.length === 1 ? first : `${all.length} labels`;
}
