import { z } from "zod";

import { showMetric } from "../../show-metric.ts";
import { defineTool } from "../tool.ts";
import { coverageShape, readsStored, windowOf, windowShape } from "./window.ts";

const mostReviewers = 30;

export const analyticsReviewLoad = defineTool({
  name: "analytics_review_load",
  title: "Review load",
  description:
    "Who reviewed how much over a window, how long reviews by each took to come, and the share of all reviews that the busiest three gave.",
  set: "analytics",
  scope: "read",
  hints: readsStored,
  isForeignText: true,
  input: windowShape,
  output: {
    ...coverageShape,
    reviews: z.number().nullable(),
    share_of_busiest_three: z.number().nullable(),
    reviewers: z.array(z.object({ login: z.string().nullable(), reviews: z.number(), latency_s: z.unknown() })),
  },
  run: async (ctx, input) => {
    const question = windowOf(input);
    const [reviews, latency] = await Promise.all([
      showMetric.run(ctx, { ...question, metric: "team.reviews", by: "author" }),
      showMetric.run(ctx, { ...question, metric: "team.review_latency", by: "author" }),
    ]);
    const latencies = new Map(latency.series?.map(({ key, value }) => [key, value]));
    const counted = (reviews.series ?? [])
      .map(({ key, n }) => ({ login: key, reviews: n, latency_s: latencies.get(key) ?? null }))
      .toSorted((a, b) => b.reviews - a.reviews);
    const busiest = counted.slice(0, 3).reduce((sum, reviewer) => sum + reviewer.reviews, 0);
    const { repositories, from, to, time_zone, as_of, coverage, n } = reviews;
    return {
      repositories: [...repositories],
      from,
      to,
      time_zone,
      as_of,
      coverage,
      reviews: as_of === null ? null : n,
      share_of_busiest_three: n === 0 ? null : busiest / n,
      reviewers: counted.slice(0, mostReviewers),
    };
  },
});
