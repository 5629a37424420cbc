import type { FileHandle } from "node:fs/promises";

import type { AppError } from "@pulse/kit";
import type { z } from "zod";

import { archiveFault } from "./archive-fault.ts";
import {
  issueSchema,
  labelSchema,
  pullSchema,
  repositorySchema,
  timestampSchema,
  type ArchiveIssue,
  type ArchiveLabel,
  type ArchivePull,
} from "./archive-schema.ts";
import { readJsonMembers, type JsonMember } from "./read-json-members.ts";

/** One checked piece of an archive, in the file's order. */
export type ArchivePart =
  | { readonly kind: "timestamp"; readonly value: string }
  | { readonly kind: "repo"; readonly value: string }
  | { readonly kind: "label"; readonly index: number; readonly value: ArchiveLabel }
  | { readonly kind: "issue"; readonly index: number; readonly value: ArchiveIssue }
  | { readonly kind: "pull"; readonly index: number; readonly value: ArchivePull };

type Input = { readonly handle: FileHandle; readonly fileName: string; readonly signal?: AbortSignal | undefined };

/** Reads an archive as a stream and believes nothing. Throws `invalid` that names the file, the place in it and what was expected there. */
export async function* readArchive(input: Input): AsyncGenerator<ArchivePart> {
  const members = readJsonMembers({ ...input, lists: ["labels", "issues", "pulls"], plain: ["timestamp", "repo"] });
  for await (const member of members) yield toPart(input.fileName, member);
}

function toPart(fileName: string, { member, index, value }: JsonMember): ArchivePart {
  const at = index === null ? member : `${member}[${index}]`;
  const parse = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw contentFault({ fileName, at, value, error: parsed.error });
  };
  if (member === "timestamp") return { kind: "timestamp", value: parse(timestampSchema) };
  if (member === "repo") return { kind: "repo", value: parse(repositorySchema) };
  if (member === "labels") return { kind: "label", index: index ?? 0, value: parse(labelSchema) };
  if (member === "issues") return { kind: "issue", index: index ?? 0, value: parse(issueSchema) };
  return { kind: "pull", index: index ?? 0, value: parse(pullSchema) };
}

type Content = {
  readonly fileName: string;
  readonly at: string;
  readonly value: unknown;
  readonly error: z.ZodError;
};

function contentFault({ fileName, at, value, error }: Content): AppError {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const place = `${at}${path}`;
  return archiveFault(fileName, `${place}${nameOf(at, value)}: ${describe(issue)}`, { place });
}

function describe(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return "is not as expected";
  if (issue.code === "invalid_type" && issue.message.endsWith("received undefined")) {
    return `is missing (expected ${issue.expected})`;
  }
  return issue.message.replace(/^Invalid (input|option): /, "").replace(/^Too big: /, "is too long or large: ");
}

// Helps to find the item on GitHub; a number that is itself the fault is not repeated.
function nameOf(at: string, value: unknown): string {
  const kind = at.startsWith("issues") ? "issue" : "pull request";
  if (!at.includes("[") || at.startsWith("labels") || typeof value !== "object" || value === null) return "";
  const number = "number" in value ? value.number : null;
  return typeof number === "number" && Number.isSafeInteger(number) ? ` (${kind} ${number})` : "";
}
