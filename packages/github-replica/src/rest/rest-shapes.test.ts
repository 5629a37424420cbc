// Our REST answers beside recorded ones: whatever every recorded one of a list holds, ours holds too.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createAsker, type Asker } from "../../test/ask.ts";
import { startReplica, type Replica } from "../index.ts";

// Real data lies beside the checkout on some machines, and is no part of the project.
const data = path.join(import.meta.dirname, "../../../../../shared/data/devlake/github_raw_tables");
const isHere = existsSync(data);
const repository = "acme/shop";
const base = `/repos/${repository}`;

let replica: Replica;
let ada: Asker;
let pull = 0;
let run = 0;

beforeAll(async () => {
  replica = await startReplica({ now: "2026-11-20T09:00:00Z" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo", "read:org"] });
  replica.addRepository(repository);
  ada = createAsker(replica);
  const { play } = replica;
  const on = { repository, by: "bob" };
  play.push({ ...on, message: "Begin" });
  play.createMilestone({ ...on, title: "Soon" });
  const { number } = play.openIssue({ ...on, title: "Broken", labels: ["bug"] });
  play.comment({ ...on, number, body: "Hello" });
  play.assign({ ...on, number, to: "eve" });
  play.setMilestone({ ...on, number, milestone: 1 });
  play.close({ ...on, number });
  pull = play.openPull({ ...on, title: "Change", labels: ["bug"] }).number;
  play.review({ repository, by: "eve", number: pull, state: "APPROVED", comments: [{ body: "Nice" }] });
  play.merge({ ...on, number: pull });
  run = play.startRun(on).id;
  play.completeRun({ repository, id: run });
});

afterAll(async () => {
  await replica.close();
});

/** Fields of a CSV whose quoted ones hold commas, quotes and line ends. */
function readRows(file: string): readonly (readonly string[])[] {
  const text = readFileSync(path.join(data, file), "utf8");
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push((match[1] ?? match[2] ?? "").replaceAll('""', '"'));
    if (match[3] !== ",") rows.push([]);
  }
  return rows;
}

function readRecorded(file: string): readonly unknown[] {
  const [head = [], ...rows] = readRows(file);
  const at = head.indexOf("data");
  return rows.flatMap((row) => (row[at]?.startsWith("{") === true ? [JSON.parse(row[at])] : []));
}

function keysOf(value: unknown, at: string, keys: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const entry of value) keysOf(entry, `${at}[]`, keys);
  else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      keys.add(`${at}.${name}`);
      keysOf(inner, `${at}.${name}`, keys);
    }
  }
  return keys;
}

it.runIf(isHere).each([
  ["issues", () => `${base}/issues?state=all`, null],
  ["pull_requests", () => `${base}/pulls?state=all`, null],
  ["pull_request_commits", () => `${base}/pulls/${pull}/commits`, null],
  ["pull_request_reviews", () => `${base}/pulls/${pull}/reviews`, null],
  ["pull_request_review_comments", () => `${base}/pulls/comments`, null],
  ["comments", () => `${base}/issues/comments`, null],
  ["events", () => `${base}/issues/events`, null],
  ["milestones", () => `${base}/milestones`, null],
  ["runs", () => `${base}/actions/runs`, "workflow_runs"],
  ["jobs", () => `${base}/actions/runs/${run}/jobs`, "jobs"],
  ["accounts", () => "/users/bob", null],
])("%s hold what every recorded one holds", async (name, url, under) => {
  const recorded = readRecorded(`_raw_github_api_${name}.csv`).map((one) => keysOf(one, "", new Set()));
  const { body } = await ada.get(url());
  const list = under === null ? [body].flat() : body[under];

  const ours = new Set<string>(list.flatMap((one: unknown) => [...keysOf(one, "", new Set())]));
  const parents = new Set([...ours].map((key) => key.slice(0, key.lastIndexOf("."))));
  const inAll = [...(recorded[0] ?? [])].filter((key) => recorded.every((keys) => keys.has(key)));

  expect(recorded.length).toBeGreaterThan(0);
  expect(inAll.length).toBeGreaterThan(9);
  expect(inAll.filter((key) => !ours.has(key) && parents.has(key.slice(0, key.lastIndexOf("."))))).toEqual([]);
});
