import type { z } from "zod";

import type { GitHubClient, RestAnswer } from "../client/github-client.ts";
import { unreadableAnswer } from "../client/unreadable-answer.ts";

/** A question about one repository, put to GitHub now. */
export type LiveQuestion = {
  /** As GitHub writes it: `owner/name`. */
  readonly repository: string;
  readonly signal?: AbortSignal | undefined;
};

type Query = Readonly<Record<string, string | number>>;

/** Throws what the client throws. */
export async function askLive(
  client: GitHubClient,
  asked: LiveQuestion & { readonly path: string; readonly query?: Query },
): Promise<RestAnswer> {
  const { repository, path, query = {}, signal } = asked;
  const answer = await client.get(`/repos/${repository}/${path}`, {
    query,
    ...(signal === undefined ? {} : { signal }),
  });
  if (answer.isNotModified) throw new Error("nothing conditional was asked");
  return answer;
}

/** Throws `unavailable` for an answer that is none of GitHub's. */
export function parseLive<T>(data: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw unreadableAnswer(parsed.error);
}

/** One page of a list, as GitHub has it now. */
export type LivePage<Row> = {
  readonly rows: readonly Row[];
  /** What the query of the next page has besides, in GitHub's own words, which are not always numbers; null after the last. */
  readonly next: Readonly<Record<string, string>> | null;
};

/** As `parseLive`. */
export function pageOf<Row>(answer: Pick<RestAnswer, "data" | "next">, schema: z.ZodType<Row[]>): LivePage<Row> {
  return { rows: parseLive(answer.data, schema), next: answer.next === null ? null : placeIn(answer.next) };
}

function placeIn(next: string): Readonly<Record<string, string>> {
  const named = [...new URL(next).searchParams].filter(([name]) => /^(page|per_page|after|cursor)$/.test(name));
  return Object.fromEntries(named);
}
