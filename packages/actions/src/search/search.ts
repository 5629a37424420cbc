import { withService, withWorkspace } from "@pulse/db";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { findByNumber, findByWords, readItems, type FoundItem } from "./find-items.ts";
import { findPeople, findRepositories, type FoundPerson, type FoundRepository } from "./find-names.ts";

const searchKinds = ["item", "repository", "person"] as const;

export type SearchAnswer = {
  /** Issues and pull requests: those of the number that was asked for, then those whose title has all the words, newest first. */
  readonly items: readonly FoundItem[];
  readonly repositories: readonly FoundRepository[];
  readonly people: readonly FoundPerson[];
  /** Of which kinds there are more than these. */
  readonly more: readonly (typeof searchKinds)[number][];
  /** So many titles have these words that only a part of them was looked through for the newest. */
  readonly isCommon: boolean;
};

const numberPattern = /^(?:([\w.-]+\/[\w.-]+))?\s*#?(\d{1,9})$/;

/** Finds issues and pull requests by number or by words of their titles, repositories and people by parts of their names. */
export const search = defineAction({
  name: "search",
  summary: "Find issues and pull requests by number or title, repositories and people by name",
  scope: "read",
  input: z.object({
    text: z
      .string()
      .max(200)
      // PostgreSQL has no letter for it.
      .transform((text) => text.replaceAll("\0", " ").trim())
      .describe("words of a title, the last may be unfinished; #482; or a part of a name"),
    kinds: z
      .array(z.enum(searchKinds))
      .default([...searchKinds])
      .describe("what to look for; everything unless given"),
    limit: z.number().int().min(1).max(100).default(10).describe("of each kind"),
  }),
  run: async (ctx, { text, kinds, limit }): Promise<SearchAnswer> => {
    const { workspaceId } = ctx.actor;
    const [, inRepository, number] = numberPattern.exec(text) ?? [];
    const wantsItems = kinds.includes("item") && text !== "";
    // An index of words is of no use under row level security, for its operator is not leakproof. So what fits is found as the service,
    // in this workspace alone, and read as the one who asks.
    const found = wantsItems
      ? await withService(ctx.db, (tx) => findByWords(tx, { workspaceId, text, limit: limit + 1 }))
      : { keys: [], isCommon: false };
    return await withWorkspace(ctx.db, ctx.actor, async (tx) => {
      const numbered =
        wantsItems && number !== undefined
          ? await findByNumber(tx, { workspaceId, number: Number(number), repository: inRepository ?? null })
          : [];
      const items = await readItems(tx, { keys: [...numbered, ...found.keys] });
      const repositories = kinds.includes("repository") ? await findRepositories(tx, { text, limit: limit + 1 }) : [];
      const people = kinds.includes("person")
        ? await findPeople(tx, { workspaceId, text: text.replace(/^@/, ""), limit: limit + 1 })
        : [];
      return {
        items: items.slice(0, limit),
        repositories: repositories.slice(0, limit),
        people: people.slice(0, limit),
        more: [
          ...(items.length > limit ? (["item"] as const) : []),
          ...(repositories.length > limit ? (["repository"] as const) : []),
          ...(people.length > limit ? (["person"] as const) : []),
        ],
        isCommon: found.isCommon,
      };
    });
  },
});
