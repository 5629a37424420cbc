import type { GeneratedComment, GeneratedIssue, Person } from "./history.ts";
import type { Random } from "./random.ts";
import { labels, remarks, subjects, symptoms } from "./vocabulary.ts";
import { toWorkingTime } from "./working-time.ts";

export type ItemInput = {
  readonly number: number;
  readonly createdAt: Date;
  readonly asOf: Date;
  readonly cast: { readonly people: readonly Person[]; readonly bots: readonly Person[] };
};

export const hourMs = 3_600_000;

const botShare = 0.02;
const unansweredShare = 0.15;
const everClosedShare = 0.88;

export function generateIssue(random: Random, input: ItemInput): GeneratedIssue {
  const author = random.chance(botShare) ? random.pick(input.cast.bots) : random.pickSkewed(input.cast.people);
  const subject = random.pick(subjects);
  const comments = random.chance(unansweredShare) ? [] : generateComments(random, input, author);
  const closedAt = findClosing(random, input, comments);
  return {
    number: input.number,
    title: `${capitalised(subject)} ${random.pick(symptoms)}`,
    body: `Seen while working on ${random.pick(subjects)}.\r\n\r\nIt ${random.pick(symptoms)}.`,
    author,
    labels: pickLabels(random),
    createdAt: input.createdAt,
    updatedAt: latest([input.createdAt, closedAt, ...comments.map((comment) => comment.createdAt)]),
    closedAt,
    comments,
  };
}

/** Nothing, one or two labels, sorted; the first labels of the list are the common ones. */
export function pickLabels(random: Random): readonly string[] {
  const count = random.pick([0, 1, 1, 1, 2]);
  const names = Array.from({ length: count }, () => random.pickSkewed(labels).name);
  return [...new Set(names)].toSorted();
}

/** A conversation from `start` on, cut at `asOf`, by anybody, the author included. */
export function converse(
  random: Random,
  input: { readonly start: Date; readonly asOf: Date; readonly count: number; readonly people: readonly Person[] },
): readonly GeneratedComment[] {
  const comments: GeneratedComment[] = [];
  let at = input.start;
  for (let index = 0; index < input.count; index += 1) {
    at = toWorkingTime(random, new Date(at.getTime() + random.longTail({ median: 7 * hourMs, p90: 120 * hourMs })));
    if (at >= input.asOf) break;
    comments.push({ author: random.pickSkewed(input.people), createdAt: at, body: random.pick(remarks) });
  }
  return comments;
}

export function latest(instants: readonly (Date | null)[]): Date {
  return new Date(Math.max(...instants.map((instant) => instant?.getTime() ?? 0)));
}

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function generateComments(random: Random, input: ItemInput, author: Person): readonly GeneratedComment[] {
  const count = Math.min(60, 1 + Math.floor(random.exponential(2.8)));
  const people = [random.pickSkewed(input.cast.people), author, ...input.cast.people];
  return converse(random, { start: input.createdAt, asOf: input.asOf, count, people });
}

function findClosing(random: Random, input: ItemInput, comments: readonly GeneratedComment[]): Date | null {
  if (!random.chance(everClosedShare)) return null;
  const openMs = random.longTail({ median: 4 * 24 * hourMs, p90: 150 * 24 * hourMs });
  const wanted = toWorkingTime(random, new Date(input.createdAt.getTime() + openMs));
  const lastWord = comments.at(-1)?.createdAt;
  const closedAt = lastWord !== undefined && lastWord > wanted && random.chance(0.8) ? lastWord : wanted;
  return closedAt < input.asOf ? closedAt : null;
}
