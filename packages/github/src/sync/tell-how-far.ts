/** What is said of a reading without a token: how far it got, what is still to come and what only a token reads; pure. */
import type { SyncKind } from "../save/save-sync-state.ts";

export type KindReach = {
  readonly kind: SyncKind;
  readonly state: "whole" | "begun" | "to come";
  readonly done: number;
  readonly total: number | null;
};

const words: Partial<Record<SyncKind, string>> = {
  timeline_events: "what happened to them",
  reviews: "reviews of pull requests",
  pull_request_commits: "commits of pull requests",
  pull_request_files: "files and sizes of pull requests",
  deployment_statuses: "what became of deployments",
  workflow_jobs: "jobs of runs",
};

export const onlyWithToken =
  "Only with a token are read: teams and their members, sizes of commits, what was deleted or transferred. Save one: ./pulse connection save main --token-stdin";

export function tellHowFar(kinds: readonly KindReach[]): string {
  const listed = (state: KindReach["state"]) => kinds.filter((kind) => kind.state === state);
  const parts = [
    ["Read so far", listed("whole").map(({ kind }) => wordsFor(kind))],
    ["Under way, newest first", listed("begun").map(describe)],
    ["Still to come", listed("to come").map(({ kind }) => wordsFor(kind))],
  ] as const;
  const told = parts.flatMap(([title, names]) => (names.length === 0 ? [] : [`${title}: ${names.join(", ")}`]));
  return [...told, onlyWithToken].join(". ");
}

function describe({ kind, done, total }: KindReach): string {
  return `${wordsFor(kind)} (${done.toLocaleString("en-US")}${total === null ? "" : ` of ${total.toLocaleString("en-US")}`})`;
}

function wordsFor(kind: SyncKind): string {
  return words[kind] ?? kind.replaceAll("_", " ");
}
