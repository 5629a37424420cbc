"use client";

import { ChevronDown, Users } from "lucide-react";
import { useEffect, useState } from "react";

import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { FilterChoice } from "./filter-choice.tsx";
import { filterFace } from "./filter-face.ts";
import { useFilterNavigation } from "./filter-navigation.tsx";
import { toHref, type ViewFilters } from "./view-filters.ts";

export type TeamName = { readonly slug: string; readonly name: string };

type PeopleFilterProps = {
  readonly slug: string;
  readonly pathname: string;
  readonly filters: ViewFilters;
  readonly teams: readonly TeamName[];
};

type Found = {
  readonly people: readonly { readonly login: string; readonly name: string | null }[];
  readonly isCut: boolean;
};

const nobody: Found = { people: [], isCut: false };
const pauseMs = 150;

/** Teams to choose from, and people found by a part of their names: a workspace can know thousands. */
export function PeopleFilter({ slug, pathname, filters, teams }: PeopleFilterProps) {
  const go = useFilterNavigation();
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(filters);
  const found = useFoundPeople(slug, isOpen ? text : null);

  const choose = (change: Pick<ViewFilters, "people"> | Pick<ViewFilters, "teams">) => {
    const next = { ...chosen, ...change };
    setChosen(next);
    go(toHref(pathname, next));
  };
  const open = (isOpening: boolean) => {
    setIsOpen(isOpening);
    if (!isOpening) return;
    setText("");
    setChosen(filters);
  };
  const others = found.people.filter(({ login }) => !chosen.people.includes(login.toLowerCase()));
  const teamsOf = (slugs: readonly string[]) => slugs.map((each) => each.toLowerCase());

  return (
    <Popover open={isOpen} onOpenChange={open}>
      <PopoverTrigger className={filterFace}>
        <Users aria-hidden size={14} className="text-muted" />
        <span className="max-w-[22ch] truncate">{nameChoice(filters, teams)}</span>
        <ChevronDown aria-hidden size={14} className="text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="People">
        <input
          type="search"
          value={text}
          onChange={(event) => setText(event.target.value)}
          placeholder="Search people"
          aria-label="Search people"
          className="mb-1 h-10 w-full rounded-6 border border-line bg-page px-2.5 text-13 placeholder:text-pale"
        />
        <ul aria-label="People">
          {chosen.people.map((login) => (
            <FilterChoice
              key={login}
              name={login}
              isChosen
              onChange={() => choose({ people: toggle(chosen.people, login, false) })}
            />
          ))}
          {others.map(({ login, name }) => (
            <FilterChoice
              key={login}
              name={name === null || name === login ? login : `${login} · ${name}`}
              isChosen={false}
              onChange={() => choose({ people: toggle(chosen.people, login.toLowerCase(), true) })}
            />
          ))}
          {others.length === 0 && text !== "" && (
            <li className="px-2.5 py-3 text-13 text-muted">Nobody else is called that</li>
          )}
        </ul>
        {found.isCut && <p className="px-2.5 py-1.5 text-12 text-muted">There are more. Type a part of a name.</p>}
        {teams.length > 0 && (
          <>
            <h3 className="mt-1 border-t border-line px-2.5 pt-2.5 pb-1 text-12 font-medium text-muted">Teams</h3>
            <ul aria-label="Teams">
              {teams.map((team) => (
                <FilterChoice
                  key={team.slug}
                  name={team.name}
                  isChosen={teamsOf(chosen.teams).includes(team.slug.toLowerCase())}
                  onChange={(isOn) => choose({ teams: toggle(chosen.teams, team.slug.toLowerCase(), isOn) })}
                />
              ))}
            </ul>
          </>
        )}
        {chosen.people.length + chosen.teams.length > 0 && (
          <button
            type="button"
            onClick={() => {
              setChosen({ ...chosen, people: [], teams: [] });
              go(toHref(pathname, { ...chosen, people: [], teams: [] }));
            }}
            className="mt-1 h-10 w-full rounded-6 border-t border-line px-2.5 text-left text-13 text-muted hover:bg-hover hover:text-text"
          >
            Everybody
          </button>
        )}
      </PopoverContent>
    </Popover>
  );
}

/** Asks once the hand rests; null asks nothing. */
function useFoundPeople(slug: string, text: string | null): Found {
  const [found, setFound] = useState(nobody);

  useEffect(() => {
    if (text === null) return;
    const asking = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await fetch(`/${slug}/people?${new URLSearchParams({ q: text }).toString()}`, {
        signal: asking.signal,
      });
      if (answer.ok) setFound(foundOf(await answer.json()));
    };
    // Without an answer the list stays as it is; who types on asks again.
    const timer = window.setTimeout(() => void ask().catch(() => undefined), text === "" ? 0 : pauseMs);
    return () => {
      window.clearTimeout(timer);
      asking.abort();
    };
  }, [slug, text]);

  return found;
}

// The route of ours that answers has this type as its own.
const foundOf = (value: unknown): Found => value as Found;

function toggle(names: readonly string[], name: string, isOn: boolean): readonly string[] {
  return isOn ? [...names, name].sort() : names.filter((other) => other !== name);
}

function nameChoice({ people, teams: slugs }: ViewFilters, teams: readonly TeamName[]): string {
  const all = [...slugs.map((slug) => teams.find((team) => team.slug.toLowerCase() === slug)?.name ?? slug), ...people];
  const [first] = all;
  if (first === undefined) return "everybody";
  if (all.length === 1) return first;
  return `${all.length} ${slugs.length === 0 ? "people" : people.length === 0 ? "teams" : "people and teams"}`;
}
