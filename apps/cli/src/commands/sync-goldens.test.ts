// What people do, from a token to a number, on a repository that really was: the command reads it over HTTP, the other one tells the golden numbers.
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { startReplica, type Replica } from "@pulse/github-replica";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { runPulse } from "../../test/run-pulse.ts";

/** Real data lies beside the checkout on some machines, and is no part of the project. */
const data = path.resolve(import.meta.dirname, "../../../../../shared/data");
const repository = "mlswg/mls-protocol";
const token = "ghp_reader";

const number = z.number().nullable();
const goldenSchema = z.object({
  windows: z.object({
    all: z.object({ from: z.string(), to: z.string(), metrics: z.record(z.string(), z.unknown()) }),
  }),
});
const numbersSchema = z.record(z.string(), number);
const answerSchema = z.looseObject({ metric: z.string(), value: z.union([number, numbersSchema]) });

let database: TestDatabase;
let github: Replica;
let home: string;

describe.skipIf(!existsSync(data))(
  "./pulse sync run on a repository of the replica that was loaded from a real archive",
  () => {
    beforeAll(async () => {
      database = await createTestDatabase();
      await ensureDefaultWorkspace(database.db);
      home = await mkdtemp(path.join(tmpdir(), "pulse goldens "));
      github = await startReplica({ now: "2023-11-09T01:11:11.624Z" });
      github.addToken({ token, login: "reader", scopes: ["repo", "read:org"] });
      github.loadArchive(JSON.parse(readFileSync(path.join(data, "mls-protocol.archive.json"), "utf8")));
    });

    afterAll(async () => {
      await github.close();
      await database.drop();
      await rm(home, { recursive: true, force: true });
    });

    async function pulse(...argv: readonly string[]): Promise<string> {
      const { code, out, talk } = await runPulse(argv, {
        POSTGRES_URL: database.url,
        PULSE_HOME: home,
        GITHUB_API_URL: github.apiUrl,
        GITHUB_TOKEN: token,
      });
      if (code !== 0) throw new Error(`./pulse ${argv.join(" ")}: ${talk}`);
      return out;
    }

    test("gives the golden numbers, told by ./pulse metric show", async () => {
      const golden = goldenSchema.parse(JSON.parse(readFileSync(path.join(data, "goldens/mls-protocol.json"), "utf8")));
      const { from, to, metrics } = golden.windows.all;
      await pulse("repo", "connect", repository, "--depth", "all");
      await pulse("sync", "run", repository);

      const wanted = Object.entries(metrics).flatMap(([metric, value]) => {
        const numbers = z.union([number, numbersSchema]).safeParse(value);
        return numbers.success && !metric.startsWith("team.") ? [[metric, numbers.data] as const] : [];
      });
      for (const [metric, value] of wanted) {
        const shown = await pulse("metric", "show", metric, "--repo", repository, "--from", from, "--to", to, "--json");
        const answer = answerSchema.parse(JSON.parse(shown));

        expect([metric, figuresOf(answer, value)]).toEqual([metric, closeTo(value)]);
      }

      expect(wanted.length).toBeGreaterThan(20);
    }, 300_000);
  },
);

type Figures = z.output<typeof answerSchema>["value"];

/** Those that the goldens name, wherever the answer has them. */
function figuresOf(answer: z.output<typeof answerSchema>, golden: Figures): unknown {
  if (golden === null || typeof golden === "number") return answer.value;
  const all = { ...answer, ...(typeof answer.value === "object" ? answer.value : {}) };
  return Object.fromEntries(Object.keys(golden).map((name) => [name, Reflect.get(all, name) ?? null]));
}

function closeTo(golden: Figures): unknown {
  if (golden === null) return null;
  if (typeof golden === "number") return expect.closeTo(golden, 5);
  return Object.fromEntries(Object.entries(golden).map(([name, value]) => [name, closeTo(value)]));
}
