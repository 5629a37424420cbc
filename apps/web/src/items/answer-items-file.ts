import { itemUrl, toItemView } from "../metric/item-view.ts";
import { answerApi } from "../server/answer-api.ts";
import { fileResponse, readFormat, type Cell } from "../server/file-response.ts";
import { openRequest } from "../server/open-request.ts";
import { itemColumns } from "./item-columns.ts";
import { listAllItems } from "./list-all-items.ts";
import { readItemsQuery } from "./read-items-query.ts";
import { readRows, rowsOf } from "./read-rows.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

/** Everything behind a number as a file: its items, or the rows of what has none. */
export function answerItemsFile(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace } = await params;
    const search = new URL(request.url).searchParams;
    const format = readFormat(search);
    const scope = await openRequest(workspace);
    const { input } = readItemsQuery(search, scope.workspace.timeZone);
    const { metrics } = await scope.actions.listMetrics.run(scope.ctx, {});
    const metric = metrics.find(({ id }) => id === input.metric);
    const name = `${input.metric}-items`;
    if (metric !== undefined && metric.items === null) {
      const rows = rowsOf(await readRows(scope, { metric, input }));
      if (format === "json") return fileResponse({ name, format, json: rows });
      const keys = Object.keys(rows[0] ?? {});
      return fileResponse({
        name,
        format,
        columns: keys,
        rows: rows.map((row) => keys.map((key) => toCell(row[key]))),
      });
    }
    const kind = metric?.items ?? "pull_request";
    const items = await listAllItems(scope, input);
    if (format === "json") {
      return fileResponse({ name, format, json: items.map((item) => ({ ...item, url: itemUrl(item, kind) })) });
    }
    const columns = itemColumns(kind);
    return fileResponse({
      name,
      format,
      columns: columns.map((column) => column.name),
      rows: items.map((item) => toItemView(item, kind)).map((item) => columns.map((column) => column.of(item))),
    });
  });
}

function toCell(value: string | number | boolean | null | undefined): Cell {
  return typeof value === "boolean" ? String(value) : (value ?? null);
}
