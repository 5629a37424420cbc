import { itemUrl, toItemView } from "../../../../../metric/item-view.ts";
import { answerApi } from "../../../../../server/answer-api.ts";
import { openRequest } from "../../../../../server/open-request.ts";
import { fileResponse, readFormat } from "../../../../../server/file-response.ts";
import { listAllItems } from "../../list-all-items.ts";
import { readItemsQuery } from "../read-items-query.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

const columns = [
  "repository",
  "number",
  "title",
  "url",
  "author",
  "created_at",
  "merged_at",
  "closed_at",
  "value",
] as const;

/** Every item behind a number, as a file. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace } = await params;
    const search = new URL(request.url).searchParams;
    const format = readFormat(search);
    const { input } = readItemsQuery(search);
    const items = await listAllItems(await openRequest(workspace), input);
    const name = `${input.metric}-items`;
    if (format === "json") {
      return fileResponse({ name, format, json: items.map((item) => ({ ...item, url: itemUrl(item) })) });
    }
    const rows = items
      .map(toItemView)
      .map((item) => [
        item.repository,
        item.number,
        item.title,
        item.url,
        item.author,
        item.createdAt,
        item.mergedAt,
        item.closedAt,
        item.value,
      ]);
    return fileResponse({ name, format, columns, rows });
  });
}
