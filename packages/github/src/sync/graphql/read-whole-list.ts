import { AppError } from "@pulse/kit";
import type { z } from "zod";

import type { ReaderContext } from "../kind-reader.ts";
import type { Connection } from "./answer-fields.ts";
import { ask } from "./ask.ts";
import { mostAtOnce } from "./inner-part.ts";

type Lists<Node> = { readonly repository: { readonly items: Connection<Node> | null } | null };

/** Reads a short list of the repository from beginning to end. */
export async function readWholeList<Node>(
  ctx: ReaderContext,
  list: { readonly query: string; readonly schema: z.ZodType<Lists<Node>> },
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const page: Connection<Node> = await readListPage(ctx, list, { first: mostAtOnce, after });
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

export async function readListPage<Node>(
  ctx: ReaderContext,
  list: { readonly query: string; readonly schema: z.ZodType<Lists<Node>> },
  page: { readonly first: number; readonly after: string | null },
): Promise<Connection<Node>> {
  const { owner, name, fullName } = ctx.repository;
  const answer = await ask(ctx, { query: list.query, variables: { owner, name, ...page }, schema: list.schema });
  if (answer.repository === null) throw new AppError("not_found", `GitHub no longer shows ${fullName}`);
  return answer.repository.items ?? { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
}
