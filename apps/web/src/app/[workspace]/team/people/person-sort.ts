const columns = ["name", "waiting", "reviews", "latency", "wip", "commits"] as const;

type Column = (typeof columns)[number];

/** A column of the table of people, `-` before it for the largest first. */
export type PersonSort = { readonly column: Column; readonly order: "asc" | "desc" };

const usual: PersonSort = { column: "name", order: "asc" };

/** `sort` of the address: `-waiting`, `name`. Anything else is by name, for it is no ranking. */
export function readPersonSort(text: string | readonly string[] | undefined): PersonSort {
  if (typeof text !== "string") return usual;
  const order = text.startsWith("-") ? "desc" : "asc";
  const column = columns.find((name) => name === text.replace(/^-/, ""));
  return column === undefined ? usual : { column, order };
}

/** The same for an address; the usual order needs none. */
export function writePersonSort({ column, order }: PersonSort): string | null {
  if (column === usual.column && order === usual.order) return null;
  return order === "desc" ? `-${column}` : column;
}
