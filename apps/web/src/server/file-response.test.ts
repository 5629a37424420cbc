import { expect, test } from "vitest";

import { readFormat, toCsv } from "./file-response.ts";

test("fields with commas, quotes and line ends are quoted", () => {
  expect(toCsv(["title", "n"], [['say "hi", twice\nplease', 2]])).toBe('title,n\r\n"say ""hi"", twice\nplease",2\r\n');
});

test("nothing is an empty field, and zero is zero", () => {
  expect(toCsv(["a", "b"], [[null, 0]])).toBe("a,b\r\n,0\r\n");
});

test.each(["=1+1", "+1", "-1", "@sum"])("a spreadsheet does not run %s", (title) => {
  expect(toCsv(["title"], [[title]])).toBe(`title\r\n'${title}\r\n`);
});

test("a negative number stays a number", () => {
  expect(toCsv(["value"], [[-1.5]])).toBe("value\r\n-1.5\r\n");
});

test("another format is refused by its name", () => {
  expect(() => readFormat(new URLSearchParams({ format: "xml" }))).toThrow(/format is "xml"/);
});
