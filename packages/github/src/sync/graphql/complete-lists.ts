import { z } from "zod";

import type { ReaderContext } from "../kind-reader.ts";
import type { Connection } from "./answer-fields.ts";
import { ask } from "./ask.ts";
import { mostAtOnce, partSchema, selectPart, withFragments, type InnerPart } from "./inner-part.ts";

/** A list that did not fit into its item's page. */
export type UnfinishedList = {
  readonly nodeId: string;
  readonly part: InnerPart;
  readonly after: string;
  /** Takes the nodes that were missing, as the part's schema gives them; gives back the lists within them that are not finished either. */
  readonly add: (nodes: readonly unknown[]) => readonly UnfinishedList[];
};

// As much as a page of items, so that what GitHub could answer once it can answer again.
const mostListsAtOnce = 20;

/** Reads lists to their ends, many of them with one request: nothing within an item is ever cut. */
export async function completeLists(
  ctx: Pick<ReaderContext, "client" | "signal">,
  lists: readonly UnfinishedList[],
  pageSize: number,
): Promise<void> {
  let open = [...lists];
  while (open.length > 0) {
    const batch = open.splice(0, Math.max(1, Math.min(mostListsAtOnce, pageSize)));
    const further = await readOn(ctx, batch);
    open = [...further, ...open];
  }
}

async function readOn(
  ctx: Pick<ReaderContext, "client" | "signal">,
  batch: readonly UnfinishedList[],
): Promise<readonly UnfinishedList[]> {
  const variables = Object.fromEntries(
    batch.flatMap((list, index) => [
      [`id${index}`, list.nodeId],
      [`after${index}`, list.after],
    ]),
  );
  const answer = await ask(ctx, { query: innerQuery(batch.map((list) => list.part)), variables, schema: lists });
  return batch.flatMap((list, index) => {
    const found = answer[`list${index}`];
    // Null: the item was deleted meanwhile.
    if (found === null || found === undefined || typeof found !== "object") return [];
    const page = z.object({ [list.part.field]: partSchema(list.part) }).parse(found)[list.part.field];
    if (page === undefined) return [];
    return [...list.add(page.nodes), ...unfinished(list.nodeId, list.part, page, list.add)];
  });
}

const lists = z.record(z.string(), z.unknown());

/** One alias per list. */
export function innerQuery(parts: readonly InnerPart[]): string {
  const declared = parts.map((_, index) => `$id${index}: ID!, $after${index}: String!`);
  const selected = parts.map((part, index) => {
    const field = selectPart(part, { first: mostAtOnce, after: `$after${index}` });
    return `list${index}: node(id: $id${index}) { ... on ${part.on} { ${field} } }`;
  });
  const query = `query RestOfLists(${declared.join(", ")}) { rateLimit { cost } ${selected.join("\n")} }`;
  return withFragments(
    query,
    parts.flatMap((part) => part.fragments),
  );
}

/** What is left of a list that came with its item. */
export function unfinished(
  nodeId: string,
  part: InnerPart,
  list: Connection<unknown>,
  add: UnfinishedList["add"],
): readonly UnfinishedList[] {
  const { hasNextPage, endCursor } = list.pageInfo;
  return hasNextPage && endCursor !== null ? [{ nodeId, part, after: endCursor, add }] : [];
}
