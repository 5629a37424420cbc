import { z } from "zod";

/** As GitHub takes them; neither can lead out of a path. */
export const repositoryShape = {
  owner: z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})$/, "is no owner at GitHub"),
  repo: z
    .string()
    .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/, "is no name of a repository; the owner goes into `owner`"),
};

export const login = z.string().max(100);

export const instantOrDate = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/, "is no date such as 2026-05-01, and no instant");

/** Where an answer comes from, and up to when it knows. */
export const sourceShape = {
  source: z.enum(["live", "mirror"]).describe("GitHub now, or our copy up to `as_of`"),
  as_of: z.string().nullable(),
};

export const readsGitHub = { isReadOnly: true, isDestructive: false, isIdempotent: true, isOpenWorld: true } as const;

const excerptLength = 500;

/** The beginning of a long text; the whole of it is given where one item is asked for. */
export function excerptOf(body: string | null): string | null {
  return body === null || body.length <= excerptLength ? body : `${body.slice(0, excerptLength)}…`;
}
