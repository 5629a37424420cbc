import type { GitHubClient, LivePage } from "@pulse/github";
import { AppError, isAppError } from "@pulse/kit";
import { z } from "zod";

import type { ActionContext } from "../../action.ts";
import { openClient } from "../../connections/open-client.ts";
import type { Page } from "../page.ts";
import type { FoundRepository } from "./find-repository.ts";
import { isFresh, mayAsk } from "./is-fresh.ts";

/** What the last row of a page is found again by, in the order of the list: rows that come or go meanwhile shift nothing. */
export type MirrorPlace = readonly string[];

type Query = Readonly<Record<string, string | number>>;

type MirrorPage<Row> = { readonly rows: readonly Row[]; readonly next: MirrorPlace | null };

type Reading<Row, Beside> = {
  /** What is asked for, as in "issue 7 of acme/site"; for what the copy may lack. */
  readonly what?: string;
  /** Rows from the copy, behind a place; null where the copy has not what they belong to. */
  readonly fromMirror: (
    after: MirrorPlace | null,
    limit: number,
  ) => Promise<(MirrorPage<Row> & { readonly beside?: Beside }) | null>;
  /** A page of GitHub's; which one is in the query. */
  readonly fromGitHub: (client: GitHubClient, query: Query) => Promise<LivePage<Row> & { readonly beside?: Beside }>;
};

type Read<Row, Beside> = {
  readonly rows: readonly Row[];
  /** What the rows belong to, where they belong to one thing. */
  readonly beside?: Beside;
  readonly next: string | null;
  readonly source: "live" | "mirror";
  readonly as_of: string | null;
};

/**
 * A page of a list: from our copy while it is fresh, or where nothing can be asked; else from GitHub through the repository's own
 * connection. When GitHub does not answer, the copy answers as old as it is. Later pages come from where the first came from.
 */
export async function readThrough<Row, Beside = undefined>(
  ctx: ActionContext & { readonly page: Page },
  repository: FoundRepository,
  reading: Reading<Row, Beside>,
): Promise<Read<Row, Beside>> {
  const place = placeOf(ctx.page) ?? firstPlace(ctx, repository);
  if (place.source === "mirror") {
    const read = await readMirror(ctx.page, repository, { after: place.after, reading });
    if (read !== null) return read;
    if (!mayAsk(ctx, repository)) throw unknownThing(repository, reading.what);
    return await readLive(ctx, repository, { place: livePlace(ctx.page), reading });
  }
  try {
    return await readLive(ctx, repository, { place, reading });
  } catch (error) {
    const mayAnswerStale = ctx.page.after === null && repository.asOf !== null && isAppError(error);
    if (!mayAnswerStale || (error.code !== "unavailable" && error.code !== "limited")) throw error;
    const read = await readMirror(ctx.page, repository, { after: null, reading });
    if (read === null) throw error;
    return read;
  }
}

function unknownThing({ fullName }: FoundRepository, what = "this"): AppError {
  return new AppError(
    "not_found",
    `Our copy has no ${what}, and nothing can be asked of GitHub: ${fullName} is not connected. analytics_status says how far it is read`,
    { details: { reason: "not_visible" } },
  );
}

const placeSchema = z.discriminatedUnion("source", [
  z.object({ source: z.literal("mirror"), after: z.array(z.string()).nullable() }),
  // Where GitHub's own page begins, and how many of its rows were given already.
  z.object({
    source: z.literal("live"),
    query: z.record(z.string(), z.union([z.string(), z.number()])),
    skip: z.int(),
  }),
]);

type Place = z.output<typeof placeSchema>;
type LivePlace = Extract<Place, { source: "live" }>;

// What a cursor holds was sealed here: it is as it was.
function placeOf({ after }: Page): Place | null {
  return after === null ? null : placeSchema.parse(JSON.parse(after));
}

function firstPlace(ctx: ActionContext & { readonly page: Page }, repository: FoundRepository): Place {
  if (isFresh(ctx, repository)) return { source: "mirror", after: null };
  return livePlace(ctx.page);
}

function livePlace({ limit }: Page): LivePlace {
  return { source: "live", query: { per_page: limit }, skip: 0 };
}

async function readMirror<Row, Beside>(
  { limit }: Page,
  { asOf, fullName }: FoundRepository,
  { after, reading }: { readonly after: MirrorPlace | null; readonly reading: Reading<Row, Beside> },
): Promise<Read<Row, Beside> | null> {
  if (asOf === null) {
    throw new AppError(
      "unavailable",
      `Nothing of this kind has been read of ${fullName} yet. analytics_status says how far its reading is`,
    );
  }
  const read = await reading.fromMirror(after, limit);
  if (read === null) return null;
  return {
    ...read,
    next: sealable(read.next, (place) => ({ source: "mirror", after: place })),
    source: "mirror",
    as_of: asOf.toISOString(),
  };
}

async function readLive<Row, Beside>(
  ctx: ActionContext & { readonly page: Page },
  { connectionId }: FoundRepository,
  { place, reading }: { readonly place: LivePlace; readonly reading: Reading<Row, Beside> },
): Promise<Read<Row, Beside>> {
  if (connectionId === null) throw new Error("without a connection nothing is asked");
  const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
  const page = await reading.fromGitHub(client, place.query);
  const end = place.skip + ctx.page.limit;
  // A page that had to be cut to its size goes on within itself.
  const next = page.rows.length > end ? { query: place.query, skip: end } : page.next && { query: page.next, skip: 0 };
  return {
    ...page,
    rows: page.rows.slice(place.skip, end),
    next: sealable(next, (from) => ({ source: "live", ...from })),
    source: "live",
    as_of: ctx.clock.now().toISOString(),
  };
}

function sealable<T>(next: T | null, toPlace: (next: T) => object): string | null {
  return next === null ? null : JSON.stringify(toPlace(next));
}
