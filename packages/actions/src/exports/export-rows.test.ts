// Files as others read them: Python's own csv and json, and a Parquet reader. What they hold is compared with the lists of the same things.
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureDefaultWorkspace, localOwnerId, withService } from "@pulse/db";
import { createTestDatabase, type TestDatabase } from "@pulse/db/testing";
import { importArchive } from "@pulse/github";
import { generateHistory, toArchive } from "@pulse/github-replica";
import { createLogger, systemClock } from "@pulse/kit";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

import { exportRows, itemKinds, listItems, listMetricItems, showMetric, type ActionContext } from "../index.ts";
import { itemColumns } from "./export-columns.ts";

type Input = Parameters<typeof exportRows.run>[1];

let database: TestDatabase;
let ctx: ActionContext;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const workspaceId = await ensureDefaultWorkspace(database.db);
  const logger = createLogger({ name: "test", level: "silent" });
  ctx = { db: database.db, clock: systemClock, logger, actor: { userId: localOwnerId, workspaceId } };
  folder = await mkdtemp(path.join(tmpdir(), "pulse files "));
  const [from, asOf] = [new Date("2026-01-01T00:00:00Z"), new Date("2026-03-01T00:00:00Z")];
  for (const [index, repository] of ["acme/one", "acme/two"].entries()) {
    const history = generateHistory({ repository, seed: index, from, asOf, issues: 30, pullRequests: 40, people: 4 });
    const file = path.join(folder, "archive.json");
    await writeFile(file, JSON.stringify(toArchive(history)));
    await importArchive(database.db, { workspaceId, file, fileName: "archive.json" });
  }
  await withService(database.db, async (tx) => {
    await sql`
      update pulse.issues
      set title = case number % 3 when 0 then '=cmd|''/C calc''!A0' when 1 then E'two\nlines, "quoted"' else '＋1 😀' end,
        label_names = array['a,b', '-1']
    `.execute(tx);
  });
});

afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function fileOf(input: Input): Promise<Buffer> {
  const { chunks } = await exportRows.run(ctx, input);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

const python = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8")
print(json.dumps(list(csv.DictReader(io.StringIO(text, newline=""), strict=True))))
`;

function readCsv(file: Buffer): readonly Readonly<Record<string, string>>[] {
  const read = execFileSync("python3", ["-c", python], { input: file, maxBuffer: 64 * 1024 * 1024 });
  return z.array(z.record(z.string(), z.string())).parse(JSON.parse(read.toString()));
}

const jsonLines = (file: Buffer): readonly unknown[] =>
  file
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));

async function readParquet(file: Buffer): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return await parquetReadObjects({ file: new Uint8Array(file).buffer });
}

/** As JSON has it: what a format has no type for is compared by what it says. */
const asJson = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? Number(each) : each)));

test("every list is the same in each format as in the list itself, whoever reads it", async () => {
  for (const kind of itemKinds) {
    const question = { what: "items", kind } as const;
    const listed = asJson((await listItems.run(ctx, { kind, limit: 1000 })).items.map(snake));
    const rows = jsonLines(await fileOf({ question, format: "jsonl" }));
    expect(new Set(rows.map((row) => JSON.stringify(row)))).toEqual(
      new Set(
        z
          .array(z.unknown())
          .parse(listed)
          .map((row) => JSON.stringify(inOrder(kind, row))),
      ),
    );
    expect(JSON.parse((await fileOf({ question, format: "json" })).toString())).toEqual(rows);
    expect(asJson(await readParquet(await fileOf({ question, format: "parquet" })))).toEqual(rows);
    const csv = readCsv(await fileOf({ question, format: "csv" }));
    expect(csv.length).toBe(rows.length);
    if (kind === "review") expect(csv[0]).toEqual(asText(rows[0]));
  }
});

function snake(item: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]): [string, unknown] => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

function inOrder(kind: (typeof itemKinds)[number], row: unknown): unknown {
  const held = z.record(z.string(), z.unknown()).parse(row);
  expect(Object.keys(held).toSorted()).toEqual(itemColumns[kind].map(({ name }) => name).toSorted());
  return Object.fromEntries(itemColumns[kind].map(({ name }) => [name, held[name]]));
}

const asText = (row: unknown): unknown =>
  Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(row)).map(([name, value]) => [
      name,
      typeof value === "number" ? String(value) : (value ?? ""),
    ]),
  );

test("what a spreadsheet would run is text in CSV, and lines, commas, quotes and other alphabets stay what they are", async () => {
  const file = await fileOf({ question: { what: "items", kind: "issue" }, format: "csv" });

  const titles = new Set(readCsv(file).map((row) => row["title"]));
  expect(titles).toEqual(new Set(["'=cmd|'/C calc'!A0", 'two\nlines, "quoted"', "'＋1 😀"]));
  expect(readCsv(file)[0]?.["labels"]).toBe('["a,b","-1"]');
  expect(file.toString()).toMatch(/^repository,id,number,title,[^\n]*\r\n/);
});

test("issues and pull requests come in one file that says which is which", async () => {
  const rows = readCsv(await fileOf({ question: { what: "items", repositories: ["acme/TWO"] }, format: "csv" }));

  const kinds = Map.groupBy(rows, (row) => `${row["kind"]} ${row["repository"]}`);
  expect([...kinds].map(([kind, found]) => [kind, found.length])).toEqual([
    ["issue acme/two", 30],
    ["pull_request acme/two", 40],
  ]);
});

test("the items behind a number and the numbers themselves are those of the answer", async () => {
  const asked = { metric: "issue.time_to_close", from: "2026-01-01", to: "2026-03-01" };
  const [items, answer] = await Promise.all([
    listMetricItems.run(ctx, { ...asked, limit: 5000 }),
    showMetric.run(ctx, { ...asked, by: "week" }),
  ]);

  const behind = await readParquet(await fileOf({ question: { what: "metric_items", ...asked }, format: "parquet" }));
  expect(behind.map(({ repository, number, value }) => [repository, Number(number), value])).toEqual(
    items.items.map(({ repository, number, value }) => [repository, number, value]),
  );
  const numbers = jsonLines(await fileOf({ question: { what: "metric", ...asked, by: "week" }, format: "jsonl" }));
  const told = answer.series?.flatMap(({ key, n, value }) =>
    Object.entries(value ?? { value: null }).map(([name, number]) => ({ key, n, name, value: number })),
  );
  expect(told?.length).toBeGreaterThan(20);
  const { metric, unit, from, to, as_of } = answer;
  expect(numbers).toEqual(told?.map((row) => ({ ...row, metric, unit, excluded: 0, from, to, as_of })));
  const contributors = readCsv(
    await fileOf({ question: { what: "metric_items", ...asked, metric: "team.review_matrix" }, format: "csv" }),
  );
  expect(contributors.length).toBeGreaterThan(3);
});

test("a file of nothing still has its columns", async () => {
  const empty = await fileOf({ question: { what: "items", kind: "incident" }, format: "parquet" });

  const metadata = parquetMetadata(new Uint8Array(empty).buffer);
  expect(metadata.num_rows).toBe(0n);
  expect(metadata.schema.slice(1).map(({ name }) => name)).toEqual(itemColumns.incident.map(({ name }) => name));
  expect((await fileOf({ question: { what: "items", kind: "incident" }, format: "json" })).toString()).toBe("[]\n");
});

test("who stops taking a file frees the connection, and a question that makes no sense is refused before a byte", async () => {
  for (let taken = 0; taken < 12; taken += 1) {
    const { chunks } = await exportRows.run(ctx, { question: { what: "items", kind: "issue" }, format: "jsonl" });
    for await (const chunk of chunks) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  }

  await expect(
    fileOf({ question: { what: "items", repositories: ["acme/nowhere"] }, format: "csv" }),
  ).rejects.toMatchObject({ code: "not_found" });
  await expect(fileOf({ question: { what: "metric", metric: "pr.nothing" }, format: "csv" })).rejects.toMatchObject({
    code: "not_found",
  });
});
