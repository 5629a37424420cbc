/** The shape of an IETF `archive.json`, as far as it is read; anything else in the file is let pass. See docs/importing.md. */
import { z } from "zod";

import { isRepositoryName } from "../save/parse-repository-name.ts";

// GitHub cuts bodies at 65,536 characters; the rest is room for what it allowed earlier. Names land in indexes, which hold 2.7 kB.
const maxTextLength = 1_000_000;
const maxNameLength = 255;

const isStorable = (value: string): boolean => !value.includes("\0") && value.isWellFormed();
const notStorable = "holds a NUL character or half of a surrogate pair, which no text in the database can";
const text = z.string().max(maxTextLength).refine(isStorable, notStorable);
const name = z.string().min(1).max(maxNameLength).refine(isStorable, notStorable);
const login = z
  .string()
  .max(maxNameLength)
  .regex(/^[!-~]+$/, "is no login: those are of letters, digits and hyphens");
const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "is no full commit id");
const repositoryName = z.string().max(maxNameLength).refine(isRepositoryName, "is no repository name (owner/name)");

const instantPattern =
  /^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;
const instant = z
  .string()
  .max(40)
  .refine(isInstant, "is no instant of the years 1970 to 2199, written like 2024-05-01T12:00:00Z");

function isInstant(value: string): boolean {
  const match = instantPattern.exec(value);
  if (match === null) return false;
  // The pattern lets 31 February pass; Date rolls such a day over into the next month.
  return new Date(`${value.slice(0, 10)}T00:00:00Z`).getUTCDate() === Number(match[3]);
}

const wholeNumber = "expected a whole number from 1 to 2147483647";
const authored = { author: login.nullable(), authorAssociation: name.nullable() };
const written = { body: text.nullable(), createdAt: instant, updatedAt: instant };

const comment = z.object({ ...authored, ...written });
const inlineComment = z.object({ ...written, originalPosition: z.int32().nullable() });
const review = z.object({
  id: name,
  commit: z.object({ abbreviatedOid: z.string().regex(/^[0-9a-f]{4,64}$/, "is no commit id") }).nullable(),
  ...authored,
  state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
  ...written,
  comments: z.array(inlineComment),
});

const item = {
  number: z.int32(wholeNumber).positive(wholeNumber),
  id: name,
  title: text,
  ...authored,
  assignees: z.array(login),
  labels: z.array(name),
  ...written,
  closedAt: instant.nullable(),
  comments: z.array(comment),
};

export const issueSchema = z
  .object({ ...item, state: z.enum(["OPEN", "CLOSED"]) })
  .refine((issue) => (issue.state === "CLOSED") === (issue.closedAt !== null), {
    path: ["closedAt"],
    error: "must be an instant when the state is CLOSED, and null when it is OPEN",
  });

export const pullSchema = z
  .object({
    ...item,
    state: z.enum(["OPEN", "CLOSED", "MERGED"]),
    mergedAt: instant.nullable(),
    mergedBy: login.nullable(),
    mergeCommit: z.object({ oid: sha }).nullable(),
    baseRefName: text,
    baseRefOid: sha.nullable(),
    headRepository: repositoryName.nullable(),
    headRefName: text,
    headRefOid: sha.nullable(),
    reviews: z.array(review),
  })
  .refine((pull) => (pull.state === "OPEN") === (pull.closedAt === null), {
    path: ["closedAt"],
    error: "must be an instant when the state is CLOSED or MERGED, and null when it is OPEN",
  })
  .refine((pull) => (pull.state === "MERGED") === (pull.mergedAt !== null), {
    path: ["mergedAt"],
    error: "must be an instant when the state is MERGED, and null otherwise",
  });

export const labelSchema = z.object({ name, description: text.nullable(), color: name.nullable() });
export const timestampSchema = instant;
export const repositorySchema = repositoryName;

export type ArchiveIssue = z.output<typeof issueSchema>;
export type ArchivePull = z.output<typeof pullSchema>;
export type ArchiveLabel = z.output<typeof labelSchema>;
