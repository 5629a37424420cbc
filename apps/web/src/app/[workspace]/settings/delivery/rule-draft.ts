import type { DeliveryRule } from "@pulse/actions";

import { sources } from "./rule-words.ts";

/** A rule as a form holds it, read from an address or a form: patterns are separated by commas or lines. */
export function readRuleDraft(get: (name: string) => string | null, otherwise: DeliveryRule): DeliveryRule {
  const source = sources.find((one) => one === get("source"));
  // A form that was sent has a source; without one its boxes would read as empty instead of as not told.
  if (source === undefined) return otherwise;
  return {
    source,
    names: readPatterns(get("names")),
    branches: readPatterns(get("branches")),
    countsPrereleases: get("prereleases") !== null,
    incidentLabels: readPatterns(get("labels")),
    countsReverts: get("reverts") !== null,
  };
}

export function writePatterns(patterns: readonly string[]): string {
  return patterns.join(", ");
}

function readPatterns(text: string | null): string[] {
  return [
    ...new Set(
      (text ?? "")
        .split(/[,\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    ),
  ];
}
