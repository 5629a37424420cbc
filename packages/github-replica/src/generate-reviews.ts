import { converse, hourMs, type ItemInput } from "./generate-issue.ts";
import type { GeneratedReview, Person, ReviewState } from "./history.ts";
import type { Random } from "./random.ts";
import { remarks } from "./vocabulary.ts";
import { toWorkingTime } from "./working-time.ts";

const answeredByAuthorShare = 0.25;

/** A chain of reviews by one or two others, the author answering now and then, mostly ending in an approval. */
export function generateReviews(
  random: Random,
  input: ItemInput & { readonly author: Person },
): readonly GeneratedReview[] {
  const others = input.cast.people.filter((person) => person !== input.author);
  const reviewers = [random.pickSkewed(others), random.pickSkewed(others)];
  const count = 1 + Math.min(40, Math.floor(random.exponential(1.7)));
  const reviews: GeneratedReview[] = [];
  let at = input.createdAt;
  for (let index = 0; index < count; index += 1) {
    const isAnswer = index > 0 && random.chance(answeredByAuthorShare);
    const wait = index === 0 ? { median: 5 * hourMs, p90: 70 * hourMs } : { median: 4 * hourMs, p90: 40 * hourMs };
    at = toWorkingTime(random, new Date(at.getTime() + random.longTail(wait)));
    if (at >= input.asOf) break;
    const author = isAnswer ? input.author : random.pick(reviewers);
    const state = isAnswer ? "COMMENTED" : pickState(random, index === count - 1);
    reviews.push({
      author,
      state,
      submittedAt: at,
      body: state === "APPROVED" || random.chance(0.5) ? "" : random.pick(remarks),
      comments: inlineComments(random, { at, author, asOf: input.asOf, isAnswer }),
    });
  }
  return reviews;
}

function pickState(random: Random, isLast: boolean): ReviewState {
  if (isLast) return random.chance(0.8) ? "APPROVED" : "COMMENTED";
  return random.chance(0.35) ? "CHANGES_REQUESTED" : "COMMENTED";
}

// Inline comments are written while the review is under way: at its second or some minutes later.
function inlineComments(
  random: Random,
  input: { readonly at: Date; readonly author: Person; readonly asOf: Date; readonly isAnswer: boolean },
): GeneratedReview["comments"] {
  const count = input.isAnswer ? 1 : Math.floor(random.exponential(1.75));
  if (random.chance(0.7)) {
    return Array.from({ length: count }, () => ({
      author: input.author,
      createdAt: input.at,
      body: random.pick(remarks),
    }));
  }
  return converse(random, { start: input.at, asOf: input.asOf, count, people: [input.author] });
}
