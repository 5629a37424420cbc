import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { createAsker } from "../../test/ask.ts";
import { startReplica } from "../index.ts";

// Real data lies beside the checkout on some machines, and is no part of the project.
const data = path.join(import.meta.dirname, "../../../../../shared/data");
const isHere = existsSync(data);

type Recorded = { id: number; run_id: number };

function read(name: string): Recorded[] {
  return Object.values(JSON.parse(readFileSync(path.join(data, name), "utf8")));
}

// What GitHub added to its answers since, and what only concerns others' repositories.
const foreign =
  /^(pull_requests|check_suite|head_commit|repository|head_repository|actor|triggering_actor|runner_group_id)/;

it.runIf(isHere)("recorded runs and jobs are answered as they were recorded", async () => {
  const replica = await startReplica({ now: "2024-02-24T00:00:00Z", webUrl: "https://github.com" });
  replica.addToken({ token: "token-of-ada", login: "ada", scopes: ["repo"] });
  replica.addRepository("ionic-team/ionic-framework");
  const runs = read("stencil_workflow_runs.json");
  const jobs = read("stencil_jobs.json");
  const asker = createAsker(replica);

  const loaded = replica.loadActions("ionic-team/ionic-framework", { runs, jobs });
  const [run] = runs;
  const job = jobs.find((one) => one.run_id === run?.id);
  const answered = await asker.get(`/repos/ionic-team/ionic-framework/actions/runs/${run?.id}`);
  const listed = await asker.get(`/repos/ionic-team/ionic-framework/actions/runs/${run?.id}/jobs`);
  await replica.close();

  expect(loaded).toEqual({ runs: 101, jobs: 101, leftOut: 195 });
  const own = (recorded: Recorded | undefined) =>
    Object.fromEntries(
      Object.entries(recorded ?? {}).filter(
        ([name, value]) => !foreign.test(name) && !String(value).startsWith("https://api."),
      ),
    );
  expect(listed.body.jobs).toEqual([expect.objectContaining(own(job))]);
  expect(answered.body).toMatchObject(own(run));
  expect(Object.keys(run ?? {}).filter((name) => !(name in answered.body))).toEqual([]);
});
