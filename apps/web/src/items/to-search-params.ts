import type { SearchParams } from "../filters/parse-view-filters.ts";

/** A page's search parameters in the form that routes have them in. */
export function toSearchParams(given: SearchParams): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    for (const text of Array.isArray(value) ? value : [value]) if (text !== undefined) search.append(name, text);
  }
  return search;
}
