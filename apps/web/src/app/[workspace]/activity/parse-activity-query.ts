import type { ActivityKind } from "@pulse/actions";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import type { SearchParams } from "../../../filters/parse-view-filters.ts";
import { kindWords } from "./kind-words.ts";

type ActivityCursor = { readonly at: string; readonly source: string; readonly id: number };

export type ActivityQuery = {
  readonly repositories: readonly string[];
  readonly kinds: readonly ActivityKind[];
  readonly person: string;
  readonly before: ActivityCursor | null;
};

const all = z.union([z.array(z.string()), z.string().transform((one) => [one])]).default([]);
const kindNames = Object.keys(kindWords);
const isKind = (text: string): text is ActivityKind => kindNames.includes(text);
const cursor = z.tuple([z.iso.datetime({ offset: true }), z.string().max(40), z.coerce.number().int()]);

/** Throws `invalid` for a kind that does not exist, or a page that no link leads to. A form sends what was left empty, too. */
export function parseActivityQuery(search: SearchParams): ActivityQuery {
  const kinds = all.parse(search["kind"]).filter((kind) => kind !== "");
  const unknown = kinds.find((kind) => !isKind(kind));
  if (unknown !== undefined) {
    throw new AppError("invalid", `kind is "${unknown.slice(0, 60)}", but can only be ${kindNames.join(", ")}`);
  }
  return {
    repositories: all.parse(search["repo"]).filter((name) => name !== ""),
    kinds: kinds.filter(isKind),
    person: all.parse(search["person"]).at(-1)?.trim().replace(/^@/, "") ?? "",
    before: readCursor(all.parse(search["before"]).at(-1)),
  };
}

function readCursor(text: string | undefined): ActivityCursor | null {
  if (text === undefined || text === "") return null;
  const parsed = cursor.safeParse(text.split(" "));
  if (!parsed.success) throw new AppError("invalid", "This page of the activity does not exist. Begin with the newest");
  const [at, source, id] = parsed.data;
  return { at, source, id };
}

export function toActivityHref(slug: string, query: ActivityQuery): string {
  const search = new URLSearchParams();
  for (const name of query.repositories) search.append("repo", name);
  for (const kind of query.kinds) search.append("kind", kind);
  if (query.person !== "") search.set("person", query.person);
  if (query.before !== null) search.set("before", `${query.before.at} ${query.before.source} ${query.before.id}`);
  const text = search.toString();
  return `/${slug}/activity${text === "" ? "" : `?${text}`}`;
}
