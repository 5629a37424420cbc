import pg from "pg";

/** Runs one script on a connection of its own and gives the rows of its last statement. */
export async function queryAs<Row extends pg.QueryResultRow>(url: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result: pg.QueryResult<Row> | readonly pg.QueryResult<Row>[] = await client.query<Row>(text);
    return Array.isArray(result) ? (result.at(-1)?.rows ?? []) : result.rows;
  } finally {
    await client.end();
  }
}
