import pg from "pg";

type Parser = (text: string) => unknown;

// The numbers are PostgreSQL's own and fixed (pg_type.dat).
const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [20, parseInteger], // int8
  [1700, Number], // numeric
  [1082, String], // date
  [1016, (text) => parseArray(text, parseInteger)], // int8[]
  [1231, (text) => parseArray(text, Number)], // numeric[]
  [1182, (text) => parseArray(text, String)], // date[]
]);

/** How columns become values: int8 and numeric are numbers, a date stays `YYYY-MM-DD`, a timestamptz is a Date. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format): unknown => parsers.get(oid) ?? pg.types.getTypeParser(oid, format),
};

// Beyond 2^53 a number would be a neighbour of the stored one; such a value must be selected as text.
function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The bigint ${text} does not fit a number: select it as text`);
  return value;
}

// Numbers and dates are never quoted inside an array. One dimension only.
function parseArray<T>(text: string, parse: (element: string) => T): (T | null)[] {
  const inside = text.slice(1, -1);
  if (inside === "") return [];
  return inside.split(",").map((element) => (element === "NULL" ? null : parse(element)));
}
