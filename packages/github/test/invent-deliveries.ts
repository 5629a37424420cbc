import { inventDelivery } from "./invent-deliveries/invent-delivery.ts";
import { inventIssues } from "./invent-deliveries/invent-issues.ts";
import { inventPull } from "./invent-deliveries/invent-pull.ts";
import { person, sender, type Json } from "./invent-deliveries/inventing.ts";
import type { Sent } from "./webhook-workspace.ts";

/** Instants seven seconds apart: GitHub tells whole seconds, and two changes within one cannot be told apart by a delivery. */
function clockFrom(start: string): () => string {
  let at = Date.parse(start);
  return () => new Date((at += 7_000)).toISOString().replace(".000Z", "Z");
}

/**
 * A short life of a repository as its webhooks tell it, in order: issues with labels, comments, a deletion and a transfer; pull requests with
 * review requests, reviews and inline comments; milestones, releases, runs with attempts and jobs, deployments, stars.
 */
export function inventDeliveries(repository: { readonly id: number; readonly fullName: string }): readonly Sent[] {
  const tick = clockFrom("2026-03-02T08:00:00Z");
  const sent: Sent[] = [];
  const [owner, name] = repository.fullName.split("/");
  const told = (stars = 3): Json => ({
    id: repository.id,
    node_id: `R_${repository.id}`,
    name,
    full_name: repository.fullName,
    owner: person(99, owner ?? ""),
    private: false,
    visibility: "public",
    default_branch: "main",
    archived: false,
    fork: false,
    stargazers_count: stars,
    forks_count: 1,
    created_at: "2026-01-01T00:00:00Z",
    pushed_at: "2026-03-01T00:00:00Z",
    updated_at: tick(),
  });
  const send = (event: string, payload: Json): void => {
    sent.push({ event, payload: { repository: told(), sender, ...payload } });
  };
  const milestone = {
    id: 501,
    node_id: "MI_1",
    number: 1,
    title: "first",
    description: null,
    state: "open",
    due_on: null,
    closed_at: null,
  };
  let milestoneNow: Json = { ...milestone, created_at: tick(), updated_at: tick() };
  send("milestone", { action: "created", milestone: milestoneNow });
  inventIssues({ send, tick }, () => milestoneNow);
  inventPull({ send, tick }, told);
  milestoneNow = { ...milestoneNow, state: "closed", closed_at: tick(), updated_at: tick() };
  send("milestone", { action: "closed", milestone: milestoneNow });
  const second = {
    ...milestone,
    id: 502,
    node_id: "MI_2",
    number: 2,
    title: "second",
    created_at: tick(),
    updated_at: tick(),
  };
  send("milestone", { action: "created", milestone: second });
  send("milestone", { action: "deleted", milestone: second });
  inventDelivery({ send, tick });
  send("star", { action: "created", starred_at: tick() });
  return sent;
}
