import type { Tx } from "@pulse/db";
import { computeMetric, describeMetric, getMetric, listMetricItems, type MetricAnswer } from "@pulse/metrics";
import { sql, type RawBuilder } from "kysely";

import type { ActionContext } from "../action.ts";
import { findItemPlaces, itemConditions } from "../items/item-filter.ts";
import { itemSources, type ItemKind } from "../items/item-kinds.ts";
import { questionOf } from "../metric-question.ts";
import {
  anyItemColumns,
  itemColumns,
  metricColumns,
  metricItemColumns,
  type ExportColumn,
  type ExportRow,
} from "./export-columns.ts";
import type { ExportQuestion } from "./export-question.ts";

/** The rows of a file, a batch at a time, and how many there will be. */
export type ExportRows = {
  readonly columns: readonly ExportColumn[];
  readonly total: number;
  readonly batches: AsyncIterable<readonly ExportRow[]>;
};

type Asked<What extends ExportQuestion["what"]> = Extract<ExportQuestion, { readonly what: What }>;

const batchRows = 500;
const metricPage = 5000;

/** Everything that a question asks for, read while it is taken. Throws as the question's own action does. */
export async function readRows(ctx: ActionContext, tx: Tx, question: ExportQuestion): Promise<ExportRows> {
  if (question.what === "items") return await readItems(tx, question);
  if (question.what === "metric") return rowsOfNumbers([await compute(ctx, tx, question)]);
  const { items } = describeMetric(getMetric(question.metric));
  return items === null ? await readOwnRows(ctx, tx, question) : await readMetricItems(ctx, tx, question);
}

async function readItems(tx: Tx, question: Asked<"items">): Promise<ExportRows> {
  const { kind } = question;
  const kinds: readonly ItemKind[] = kind === null || kind === undefined ? ["issue", "pull_request"] : [kind];
  const places = await findItemPlaces(tx, question.repositories);
  const ids = places.map(({ id }) => id);
  let total = 0;
  for (const each of kinds) {
    const counted = await sql<{ n: number }>`
      select count(*) as n
      from ${itemSources[each].from} as fact
      where fact.repository_id = any(${ids}::bigint[])
        and ${itemConditions(each, question)}
    `.execute(tx);
    total += counted.rows[0]?.n ?? 0;
  }
  async function* batches(): AsyncGenerator<readonly ExportRow[]> {
    for (const place of places) {
      for (const each of kinds) {
        const query = itemsOf(each, { question, repositoryId: place.id });
        yield* readByCursor(tx, query, { repository: place.fullName, kind: each });
      }
    }
  }
  return {
    columns: kind === null || kind === undefined ? anyItemColumns : itemColumns[kind],
    total,
    batches: batches(),
  };
}

/** In the order of an index, so that nothing is sorted: the newest of a repository first. */
function itemsOf(
  kind: ItemKind,
  { question, repositoryId }: { readonly question: Asked<"items">; readonly repositoryId: number },
): RawBuilder<unknown> {
  const { from, at, columns } = itemSources[kind];
  return sql`
    select fact.id, ${columns}
    from ${from} as fact
    where fact.repository_id = ${repositoryId}
      and ${itemConditions(kind, question)}
    order by ${at} desc, fact.id desc
  `;
}

async function* readByCursor(
  tx: Tx,
  query: RawBuilder<unknown>,
  common: ExportRow,
): AsyncGenerator<readonly ExportRow[]> {
  await sql`declare exported_rows no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const batch = await sql<ExportRow>`fetch ${sql.lit(batchRows)} from exported_rows`.execute(tx);
    if (batch.rows.length === 0) break;
    yield batch.rows.map((row) => inSnakeCase(row, common));
  }
  await sql`close exported_rows`.execute(tx);
}

const snakeNames = new Map<string, string>();

function inSnakeCase(row: ExportRow, common: ExportRow): ExportRow {
  const written: Record<string, unknown> = { ...common };
  for (const name of Object.keys(row)) {
    let snake = snakeNames.get(name);
    if (snake === undefined) {
      snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      snakeNames.set(name, snake);
    }
    written[snake] = row[name];
  }
  return written;
}

async function readMetricItems(ctx: ActionContext, tx: Tx, question: Asked<"metric_items">): Promise<ExportRows> {
  const query = {
    ...questionOf(ctx, question),
    show: question.show,
    filter: question.filter ?? undefined,
    also: [],
    sort: undefined,
    order: undefined,
    limit: metricPage,
  };
  const first = await listMetricItems(tx, { ...query, after: undefined });
  async function* batches(): AsyncGenerator<readonly ExportRow[]> {
    let page = first;
    for (;;) {
      yield page.items;
      if (page.next === null) return;
      page = await listMetricItems(tx, { ...query, after: page.next });
    }
  }
  return { columns: metricItemColumns, total: first.total, batches: batches() };
}

/** What stands behind a number that counts no issues or pull requests: its own rows, or its share of each repository. */
async function readOwnRows(ctx: ActionContext, tx: Tx, question: Asked<"metric_items">): Promise<ExportRows> {
  const { splits } = describeMetric(getMetric(question.metric));
  const answer = await compute(ctx, tx, {
    ...question,
    by: splits.includes("repository") ? "repository" : undefined,
  });
  const { rows } = answer;
  if (rows === undefined) return rowsOfNumbers([answer]);
  const names = Object.keys(rows[0] ?? { repository: "" });
  return { columns: names.map((name) => columnOf(name, rows)), total: rows.length, batches: once(rows) };
}

function columnOf(name: string, rows: readonly ExportRow[]): ExportColumn {
  const value = rows.map((row) => row[name]).find((each) => each !== null && each !== undefined);
  const type = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "text";
  return { name, type };
}

type Computed = Omit<Asked<"metric">, "what" | "by"> & { readonly by?: Asked<"metric">["by"] };

async function compute(ctx: ActionContext, tx: Tx, question: Computed): Promise<MetricAnswer> {
  return await computeMetric(tx, { ...questionOf(ctx, question), by: question.by ?? undefined });
}

function rowsOfNumbers(answers: readonly MetricAnswer[]): ExportRows {
  const rows = answers.flatMap((answer) =>
    (answer.series ?? [{ ...answer, key: null }]).flatMap(({ key, n, excluded, value }) => {
      const named = value === null || typeof value === "number" ? { value } : value;
      const { metric, unit, from, to, as_of } = answer;
      return Object.entries(named).map(([name, number]) => ({
        metric,
        unit,
        key,
        name,
        value: number,
        n,
        excluded,
        from,
        to,
        as_of,
      }));
    }),
  );
  return { columns: metricColumns, total: rows.length, batches: once(rows) };
}

async function* once(rows: readonly ExportRow[]): AsyncGenerator<readonly ExportRow[]> {
  yield await Promise.resolve(rows);
}
