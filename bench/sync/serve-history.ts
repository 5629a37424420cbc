/** A GitHub in a process of its own, so that its memory is not the reader's: `serve-history.ts PULL_REQUESTS LATENCY_MS` prints where it is. */
import { generateHistory, startReplica } from "@pulse/github-replica";

const [pullRequests = "1000", latencyMs = "20"] = process.argv.slice(2);
const asOf = new Date("2026-11-01T00:00:00Z");
const replica = await startReplica({
  now: asOf,
  latencyMs: Number(latencyMs),
  limits: { core: 1_000_000, graphql: 10_000_000 },
});
replica.addToken({ token: "bench", login: "reader", scopes: ["repo", "read:org"] });
replica.loadHistory(
  generateHistory({
    repository: "acme/site",
    seed: 7,
    from: new Date("2022-01-01T00:00:00Z"),
    asOf,
    issues: 0,
    pullRequests: Number(pullRequests),
    people: 40,
    activity: "busy",
  }),
);
console.log(JSON.stringify({ apiUrl: replica.apiUrl, now: asOf.toISOString() }));
