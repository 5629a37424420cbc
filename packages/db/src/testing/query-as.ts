import pg from "pg";

/** Runs one script on a connection of its own and gives the rows of its last statement. */
export async function queryAs<Row extends pg.QueryResultRow>(url: string, text: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // For several statements pg gives several results, which its types do not say.
    const results = [await client.query<Row>(text)].flat();
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}
