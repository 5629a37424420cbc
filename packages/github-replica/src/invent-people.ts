import type { Person } from "./history.ts";
import { familyNames, givenNames } from "./vocabulary.ts";

const bots: readonly Person[] = [
  { login: "dependabot[bot]", name: "dependabot[bot]", email: "dependabot@example.com", isBot: true },
  { login: "spell-checker[bot]", name: "spell-checker[bot]", email: "spell-checker@example.com", isBot: true },
];

/** `count` people, the busiest first, and two bots. The same for every seed, so that repositories share them. */
export function inventPeople(count: number): { readonly people: readonly Person[]; readonly bots: readonly Person[] } {
  const people = Array.from({ length: count }, (_, index) => inventPerson(index));
  return { people, bots };
}

function inventPerson(index: number): Person {
  const given = givenNames[index % givenNames.length] ?? "Ada";
  // Steps by a number that shares no divisor with the list, so that neighbours differ and no pair repeats early.
  const family = familyNames[(index * 7 + Math.floor(index / givenNames.length)) % familyNames.length] ?? "Alder";
  const round = Math.floor(index / (givenNames.length * familyNames.length));
  const login = `${given}-${family}${round === 0 ? "" : `-${round + 1}`}`.toLowerCase();
  return { login, name: `${given} ${family}`, email: `${login}@example.com`, isBot: false };
}
