import { exportFormats as formats, itemKinds } from "@pulse/actions";
import { expect, test } from "vitest";

import { chooseExport, exportFormats, exportLists } from "./export-choices.ts";

test("every list and every format that there is can be chosen, and nothing else", () => {
  expect(exportLists.map(({ kind }) => kind).filter((kind) => kind !== null)).toEqual([...itemKinds]);
  expect(exportFormats.map(({ value }) => value).toSorted()).toEqual([...formats].toSorted());
  expect(chooseExport("items", "parquet")).toEqual({ question: { what: "items", kind: null }, format: "parquet" });
  for (const [what, format] of [
    ["workspace", "csv"],
    ["issue", "xml"],
    [undefined, "csv"],
  ]) {
    expect(() => chooseExport(what, format)).toThrow(/Choose what to write/);
  }
});
