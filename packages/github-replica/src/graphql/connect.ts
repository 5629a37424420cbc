import { GraphQLError } from "graphql";

import type { Args } from "./resolvers.ts";

type Place = readonly [string | number, string | number];

export type ConnectionInput<T> = {
  /** In the order of `placeOf`, or the reverse of it. */
  readonly list: readonly T[];
  readonly args: Args;
  /** What an entry is sorted by, and what tells it from its equals. A cursor holds both, so that it stays right when others come or go. */
  readonly placeOf: (entry: T) => Place;
  readonly isDescending?: boolean;
  readonly toNode: (entry: T) => unknown;
};

/** One page in the form of GitHub's connections. */
export function connect<T>(input: ConnectionInput<T>) {
  const { list, args, placeOf, toNode } = input;
  const from = args["after"] === undefined || args["after"] === null ? 0 : positionAfter(input, args["after"]);
  const to =
    args["before"] === undefined || args["before"] === null ? list.length : positionBefore(input, args["before"]);
  const [start, end] = cut({ from, to: Math.max(from, to), first: args["first"], last: args["last"] });
  const page = list.slice(start, end);
  const cursorOf = (entry: T) => writeCursor(placeOf(entry));
  const [head, tail] = [page[0], page.at(-1)];
  return {
    totalCount: list.length,
    nodes: () => page.map((entry) => toNode(entry)),
    edges: () => page.map((entry) => ({ cursor: cursorOf(entry), node: toNode(entry) })),
    pageInfo: {
      hasNextPage: end < list.length,
      hasPreviousPage: start > 0,
      startCursor: head === undefined ? null : cursorOf(head),
      endCursor: tail === undefined ? null : cursorOf(tail),
    },
  };
}

function cut(input: { from: number; to: number; first: unknown; last: unknown }): readonly [number, number] {
  if (typeof input.first === "number") return [input.from, Math.min(input.to, input.from + input.first)];
  if (typeof input.last === "number") return [Math.max(input.from, input.to - input.last), input.to];
  return [input.from, input.to];
}

function positionAfter<T>(input: ConnectionInput<T>, cursor: unknown): number {
  const place = readCursor(cursor);
  return search(input, (entry) => compare(input.placeOf(entry), place) * sign(input) > 0);
}

function positionBefore<T>(input: ConnectionInput<T>, cursor: unknown): number {
  const place = readCursor(cursor);
  return search(input, (entry) => compare(input.placeOf(entry), place) * sign(input) >= 0);
}

/** The first position from which `isBeyond` holds; it holds for all after it. */
function search<T>({ list }: ConnectionInput<T>, isBeyond: (entry: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const entry = list[middle];
    if (entry !== undefined && isBeyond(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sign<T>(input: ConnectionInput<T>): number {
  return input.isDescending === true ? -1 : 1;
}

function compare(left: Place, right: Place): number {
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1;
  if (left[1] === right[1]) return 0;
  return left[1] < right[1] ? -1 : 1;
}

function writeCursor(place: Place): string {
  return Buffer.from(`cursor:v2:${JSON.stringify(place)}`).toString("base64");
}

function readCursor(cursor: unknown): Place {
  const text = Buffer.from(String(cursor), "base64").toString();
  const [, place = ""] = /^cursor:v2:(.+)$/s.exec(text) ?? [];
  try {
    const read: unknown = JSON.parse(place);
    if (
      Array.isArray(read) &&
      read.length === 2 &&
      read.every((one) => typeof one === "string" || typeof one === "number")
    ) {
      return [read[0] as string | number, read[1] as string | number];
    }
  } catch {
    // Falls through to the refusal: whatever it is, it did not come from here.
  }
  throw new GraphQLError(`\`${String(cursor)}\` does not appear to be a valid cursor.`, {
    extensions: { type: "INVALID_CURSOR_ARGUMENTS" },
  });
}
