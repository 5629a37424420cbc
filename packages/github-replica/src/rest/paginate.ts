import { found, type RestAnswer, type RestRequest } from "./answer.ts";

const defaultPerPage = 30;
const mostPerPage = 100;

export function pageSizeOf(query: URLSearchParams): number {
  const asked = Number(query.get("per_page") ?? defaultPerPage);
  if (!Number.isInteger(asked) || asked < 1) return defaultPerPage;
  return Math.min(asked, mostPerPage);
}

/** One page of a list, rendered; what is not on it is never rendered. */
export function paginate<T>(
  request: RestRequest,
  list: readonly T[],
  render: (entry: T) => unknown,
): RestAnswer & { readonly entries: readonly unknown[] } {
  const perPage = pageSizeOf(request.query);
  const page = Math.max(1, Math.trunc(Number(request.query.get("page") ?? 1)) || 1);
  const entries = list.slice((page - 1) * perPage, page * perPage).map((entry) => render(entry));
  return { ...found(entries), entries, pages: { page, last: Math.max(1, Math.ceil(list.length / perPage)) } };
}

/** Lists that GitHub wraps in an object with their total: `{ total_count, workflow_runs: […] }`. */
export function paginateUnder<T>(
  request: RestRequest,
  input: { readonly key: string; readonly list: readonly T[]; readonly total?: number },
  render: (entry: T) => unknown,
): RestAnswer {
  const { entries, ...answer } = paginate(request, input.list, render);
  return { ...answer, body: { total_count: input.total ?? input.list.length, [input.key]: entries } };
}

export function linkHeader(url: URL, pages: { readonly page: number; readonly last: number }): string | null {
  const to = (page: number, rel: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(page));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (pages.page > 1) links.push(to(Math.min(pages.page - 1, pages.last), "prev"));
  if (pages.page < pages.last) links.push(to(pages.page + 1, "next"), to(pages.last, "last"));
  if (pages.page > 1) links.push(to(1, "first"));
  return links.length === 0 ? null : links.join(", ");
}
