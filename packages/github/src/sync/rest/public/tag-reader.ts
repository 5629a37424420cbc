/**
 * Tags as REST tells them to anybody: names and commits a hundred to a page, but no times. That of a plain tag is its commit's, which is
 * mostly stored by then; an annotated one has its own, a request each. A tag that stands where it stood keeps the time it has.
 */
import { withService } from "@pulse/db";
import { isAppError } from "@pulse/kit";
import { sql } from "kysely";
import { z } from "zod";

import { removeOtherTags } from "../../../save/remove-other-tags.ts";
import { saveTags, type TagRow } from "../../../save/save-tags.ts";
import type { KindReader, Page, ReaderContext } from "../../kind-reader.ts";
import { parseAnswer } from "../parse-rows.ts";
import { instant } from "../rest-fields.ts";
import { readPartList } from "./create-part-reader.ts";
import { commitShape } from "./pull-part-shapes.ts";

const kind = "tags";
const tagShape = z.object({ name: z.string().min(1), commit: z.object({ sha: z.string().min(40) }) });
const refShape = z.object({ ref: z.string(), object: z.object({ type: z.string(), sha: z.string().min(40) }) });
const annotationShape = z.object({ tagger: z.object({ date: instant }).nullish() });

/** A tag whose time has to be asked for: of its own object, or of its commit. */
const undatedSchema = z.object({ name: z.string(), sha: z.string(), annotation: z.string().nullable() });
type Undated = z.output<typeof undatedSchema>;
const positionSchema = z.object({ left: z.array(undatedSchema).readonly().optional(), done: z.int().default(0) });

export const publicTagReader: KindReader = {
  kind,
  covers: [kind],
  phases: ["incremental"],
  pageSize: { first: 1, most: 1 },
  fingerprintOf: (probe) => probe.fingerprints.tags,
  readPage: async (ctx, input) => {
    const { left, done } = positionSchema.parse(input.cursor.position);
    if (left === undefined) return await readList(ctx);
    const [tag, ...others] = left;
    const dated = tag === undefined ? null : await readTime(ctx, tag);
    return toPage({ save: dated === null ? [] : [dated], left: others, before: done, rows: tag === undefined ? 0 : 1 });
  },
};

async function readList(ctx: ReaderContext): Promise<Page> {
  const tags = await readPartList(ctx, { kind, path: "tags", schema: tagShape });
  const times = await findTimes(ctx, tags);
  const isNew = tags.some((tag) => times.get(tag.name) !== "as it was");
  const refs = isNew ? await readPartList(ctx, { kind, path: "git/matching-refs/tags", schema: refShape }) : [];
  const objects = new Map(refs.map(({ ref, object }) => [ref.replace(/^refs\/tags\//, ""), object]));
  const known: TagRow[] = [];
  const left: Undated[] = [];
  for (const { name, commit } of tags) {
    const time = times.get(name) ?? null;
    if (time === "as it was") continue;
    const object = objects.get(name);
    const annotation = object?.type === "tag" ? object.sha : null;
    if (annotation === null && time !== null) known.push({ name, sha: commit.sha, taggedAt: time.toISOString() });
    else left.push({ name, sha: commit.sha, annotation });
  }
  const page = toPage({ save: known, left, before: 0, rows: tags.length - left.length });
  return {
    ...page,
    save: async (tx, scope) => {
      const names = tags.map((tag) => tag.name);
      const removed = await removeOtherTags(tx, scope, names);
      return { [kind]: { ...(await saveTags(tx, scope, known)), removed } };
    },
  };
}

function toPage(read: {
  readonly save: readonly TagRow[];
  readonly left: readonly Undated[];
  readonly before: number;
  readonly rows: number;
}): Page {
  const done = read.before + read.rows;
  const isDone = read.left.length === 0;
  return {
    save: async (tx, scope) => ({ [kind]: await saveTags(tx, scope, read.save) }),
    next: isDone ? null : { cursor: null, position: { left: read.left, done } },
    isDone,
    rows: read.rows,
    total: done + read.left.length,
  };
}

/** By name: the time of the tag's commit where that is stored, or that the tag is stored as it is. */
async function findTimes(
  ctx: ReaderContext,
  tags: readonly z.output<typeof tagShape>[],
): Promise<ReadonlyMap<string, Date | "as it was">> {
  const found = await withService(ctx.db, (tx) =>
    sql<{ readonly name: string; readonly committedAt: Date | null; readonly isStored: boolean }>`
      select row.name, committed_at, tag.name is not null as is_stored
      from unnest(${tags.map((tag) => tag.name)}::text[], ${tags.map((tag) => tag.commit.sha)}::text[]) as row (name, sha)
      left join pulse.tags as tag
        on tag.repository_id = ${ctx.repository.id}
        and tag.name = row.name
        and tag.sha = row.sha
      left join pulse.commits as commit
        on commit.repository_id = ${ctx.repository.id}
        and commit.sha = row.sha
    `.execute(tx),
  );
  return new Map(
    found.rows.flatMap(({ name, committedAt, isStored }): readonly (readonly [string, Date | "as it was"])[] => {
      if (isStored) return [[name, "as it was"]];
      return committedAt === null ? [] : [[name, committedAt]];
    }),
  );
}

/** Null for one that went since the list was read. */
async function readTime(ctx: ReaderContext, { name, sha, annotation }: Undated): Promise<TagRow | null> {
  try {
    if (annotation !== null) {
      const { tagger } = await readObject(ctx, { path: `git/tags/${annotation}`, schema: annotationShape });
      if (tagger) return { name, sha, taggedAt: tagger.date };
    }
    const { committedAt } = await readObject(ctx, { path: `commits/${sha}`, schema: commitShape });
    return { name, sha, taggedAt: committedAt };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid")) return null;
    throw error;
  }
}

async function readObject<Schema extends z.ZodType>(
  ctx: ReaderContext,
  input: { readonly path: string; readonly schema: Schema },
): Promise<z.output<Schema>> {
  const repository = ctx.repository.fullName;
  const answer = await ctx.client.get(`/repos/${repository}/${input.path}`, { signal: ctx.signal });
  if (answer.isNotModified) throw new Error("what was not asked conditionally was answered as unchanged");
  return parseAnswer({ repository, kind, schema: input.schema }, answer.data);
}
