import pg from "pg";

type Parser = (text: string) => unknown;

const numberOrText: Parser = (text) => {
  const value = Number(text);
  return Number.isSafeInteger(value) || (text.includes(".") && Number.isFinite(value)) ? value : text;
};

// Numbers and arrays of them; what would lose digits, and everything else, stays as PostgreSQL writes it.
const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [20, numberOrText], // int8
  [1700, numberOrText], // numeric
  [1184, (text) => (/^\d{4}-/.test(text) ? new Date(text).toISOString() : text)], // timestamptz
]);
const usual: readonly number[] = [16, 21, 23, 700, 701, 114, 3802, 1000, 1005, 1007, 1009, 1015];

/** How values of any query become JSON. */
export const freeSqlTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format): unknown =>
    parsers.get(oid) ?? (usual.includes(oid) ? pg.types.getTypeParser(oid, format) : String),
};
