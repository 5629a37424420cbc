import type { GitHubClient } from "@pulse/github";
import { AppError, isAppError } from "@pulse/kit";

import type { ActionContext } from "../../action.ts";
import { openClient } from "../../connections/open-client.ts";
import type { Page } from "../page.ts";
import type { FoundRepository } from "./find-repository.ts";

/** What is older than this is asked of GitHub anew. */
const freshMs = 15 * 60_000;

type Rows<Row> = { readonly rows: readonly Row[]; readonly hasNext: boolean };

type Reading<Row> = {
  /** Rows from the copy, from a place on. */
  readonly fromMirror: (offset: number, limit: number) => Promise<Rows<Row>>;
  /** A page of GitHub's, counted from 1. */
  readonly fromGitHub: (
    client: GitHubClient,
    page: { readonly page: number; readonly perPage: number },
  ) => Promise<Rows<Row>>;
};

type Read<Row> = {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly source: "live" | "mirror";
  readonly as_of: string | null;
};

/**
 * A page of a list: from our copy while it is fresh, or where nothing can be asked; else from GitHub through the repository's own
 * connection. When GitHub does not answer, the copy answers as old as it is. Later pages come from where the first came from.
 */
export async function readThrough<Row>(
  ctx: ActionContext & { readonly page: Page },
  repository: FoundRepository,
  reading: Reading<Row>,
): Promise<Read<Row>> {
  const place = placeOf(ctx.page, choose(ctx, repository));
  if (place.source === "mirror") return await readMirror(repository, { ...place, reading });
  try {
    return await readLive(ctx, repository, { ...place, reading });
  } catch (error) {
    const mayAnswerStale = place.page === 1 && repository.asOf !== null && isAppError(error);
    if (!mayAnswerStale || (error.code !== "unavailable" && error.code !== "limited")) throw error;
    return await readMirror(repository, { source: "mirror", offset: 0, limit: ctx.page.limit, reading });
  }
}

function choose(ctx: ActionContext, { asOf, connectionId }: FoundRepository): "live" | "mirror" {
  if (connectionId === null || ctx.github === undefined) return "mirror";
  return asOf !== null && ctx.clock.now().getTime() - asOf.getTime() < freshMs ? "mirror" : "live";
}

type Place =
  | { readonly source: "mirror"; readonly offset: number; readonly limit: number }
  | { readonly source: "live"; readonly page: number; readonly perPage: number };

function placeOf({ after, limit }: Page, source: "live" | "mirror"): Place {
  if (after === null) return source === "mirror" ? { source, offset: 0, limit } : { source, page: 1, perPage: limit };
  const [kind, first = "0", second = "0"] = after.split(":");
  // GitHub's pages are of one size from the first to the last.
  if (kind === "live") return { source: "live", page: Number(first), perPage: Number(second) };
  return { source: "mirror", offset: Number(first), limit };
}

async function readMirror<Row>(
  { asOf, fullName }: FoundRepository,
  { offset, limit, reading }: Extract<Place, { source: "mirror" }> & { readonly reading: Reading<Row> },
): Promise<Read<Row>> {
  if (asOf === null) {
    throw new AppError(
      "unavailable",
      `Nothing of this kind has been read of ${fullName} yet. analytics_status says how far its reading is`,
    );
  }
  const { rows, hasNext } = await reading.fromMirror(offset, limit);
  return { rows, next: hasNext ? `mirror:${offset + rows.length}` : null, source: "mirror", as_of: asOf.toISOString() };
}

async function readLive<Row>(
  ctx: ActionContext,
  { connectionId }: FoundRepository,
  { page, perPage, reading }: Extract<Place, { source: "live" }> & { readonly reading: Reading<Row> },
): Promise<Read<Row>> {
  if (connectionId === null) throw new Error("without a connection nothing is asked");
  const { client } = await openClient(ctx, { id: connectionId, workspaceId: ctx.actor.workspaceId });
  const { rows, hasNext } = await reading.fromGitHub(client, { page, perPage });
  return {
    rows,
    next: hasNext ? `live:${page + 1}:${perPage}` : null,
    source: "live",
    as_of: ctx.clock.now().toISOString(),
  };
}
