import { z } from "zod";

// Checks, and not patterns of the schema: those would be told to every client once for each tool.
const isOwner = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(text);
const isName = (text: string): boolean => /^(?!\.{1,2}$)[A-Za-z0-9._-]+$/.test(text);
const isWorkflow = (text: string): boolean => /^(?!\.{1,2}$)[\w.-]+$/.test(text);
const isNumber = (value: number): boolean => value < 2 ** 31;
const isInstantOrDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text);

/** As GitHub takes them; neither can lead out of a path. */
export const repositoryShape = {
  owner: z.string().max(39).refine(isOwner, "is no owner at GitHub"),
  repo: z.string().max(100).refine(isName, "is no name of a repository; the owner goes into `owner`"),
};

export const login = z.string().max(100);

export const instantOrDate = z
  .string()
  .max(40)
  .refine(isInstantOrDate, "is no date such as 2026-05-01, and no instant");

export const numberShape = {
  number: z.number().int().min(1).refine(isNumber, "is no number of an issue or pull request"),
};
/** Ids of runs, jobs and the like. */
export const githubId = z.number().int().min(1);

export const workflowId = z
  .string()
  .max(200)
  .refine(isWorkflow, "is neither the number of a workflow nor the name of its file");

/** Where an answer comes from, and up to when it knows. */
export const sourceShape = {
  source: z.enum(["live", "mirror"]).describe("GitHub now, or our copy up to `as_of`"),
  as_of: z.string().nullable(),
};

export const readsGitHub = { isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: true } as const;

const excerptLength = 500;
const longestBody = 30_000;

export const bodyShape = {
  body_from: z.number().int().min(0).max(1_000_000).default(0),
};

/** As much of a text as an answer holds, from a character on; and how to get the rest. */
export function bodyFrom(body: string | null, from: number) {
  const text = body ?? "";
  const end = from + longestBody;
  const hint = `body has ${text.length} characters; body_from ${end} gives the next`;
  return {
    body: body === null ? null : text.slice(from, end).toWellFormed(),
    ...(text.length > end ? { truncated: { reason: "size", hint } } : {}),
  };
}

/** The beginning of a long text; the whole of it is given where one item is asked for. */
export function excerptOf(body: string | null): string | null {
  return body === null || body.length <= excerptLength ? body : `${body.slice(0, excerptLength).toWellFormed()}…`;
}

/** Whole seconds; clocks of runners may run backwards. */
export function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}
