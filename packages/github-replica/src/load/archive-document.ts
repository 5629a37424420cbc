// The form of `archive.json` (docs/importing.md), as far as the replica can answer from it.
import { z } from "zod";

const instant = z.string().transform((text) => text.replace(/\.\d+/, "").replace("+00:00", "Z"));
const association = z.enum([
  "COLLABORATOR",
  "CONTRIBUTOR",
  "FIRST_TIMER",
  "FIRST_TIME_CONTRIBUTOR",
  "MANNEQUIN",
  "MEMBER",
  "NONE",
  "OWNER",
]);

const comment = z.object({
  author: z.string().nullable(),
  authorAssociation: association,
  body: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

const reviewComment = z.object({
  originalPosition: z.number().nullable(),
  body: z.string(),
  createdAt: instant,
  updatedAt: instant,
});

const review = z.object({
  id: z.string(),
  commit: z.object({ abbreviatedOid: z.string() }).nullable(),
  author: z.string().nullable(),
  authorAssociation: association,
  state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED"]),
  body: z.string(),
  createdAt: instant,
  updatedAt: instant,
  comments: z.array(reviewComment),
});

const item = z.object({
  number: z.int(),
  id: z.string(),
  title: z.string(),
  author: z.string().nullable(),
  authorAssociation: association,
  assignees: z.array(z.string()),
  labels: z.array(z.string()),
  body: z.string(),
  createdAt: instant,
  updatedAt: instant,
  closedAt: instant.nullable(),
  comments: z.array(comment),
});

const issue = item.extend({ state: z.enum(["OPEN", "CLOSED"]) });

const pull = item.extend({
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  baseRepository: z.string().nullable(),
  baseRefName: z.string(),
  baseRefOid: z.string(),
  headRepository: z.string().nullable(),
  headRefName: z.string(),
  headRefOid: z.string(),
  mergedAt: instant.nullable(),
  mergedBy: z.string().nullable(),
  mergeCommit: z.object({ oid: z.string() }).nullable(),
  reviews: z.array(review),
});

/** Throws a ZodError on anything else. */
export const archiveDocument = z.object({
  timestamp: z.string(),
  repo: z.string().regex(/^[^/]+\/[^/]+$/),
  labels: z.array(z.object({ name: z.string(), description: z.string().nullable(), color: z.string() })),
  issues: z.array(issue),
  pulls: z.array(pull),
});

export type ArchiveDocument = z.infer<typeof archiveDocument>;
export type ArchiveComment = z.infer<typeof comment>;
export type ArchiveReview = z.infer<typeof review>;
export type ArchiveIssue = z.infer<typeof issue>;
export type ArchivePull = z.infer<typeof pull>;
