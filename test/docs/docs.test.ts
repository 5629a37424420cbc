import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { generatedPages } from "./generated-pages.ts";

const root = path.resolve(import.meta.dirname, "../..");

test.each(Object.entries(generatedPages()))(
  "%s says what the program says (node test/docs/generate-docs.ts)",
  (name, text) => {
    expect(readFileSync(path.join(root, name), "utf8")).toBe(text);
  },
);

test("every link from the README leads to a file", () => {
  const links = linksOf("README.md");

  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
});

test("every page of docs is reached from the README in one click", () => {
  const links = new Set(linksOf("README.md"));

  const pages = Object.keys(generatedPages()).filter((page) => /^(docs\/|\.env)/.test(page));
  expect(pages.filter((page) => !links.has(page))).toEqual([]);
});

function linksOf(name: string): readonly string[] {
  const text = readFileSync(path.join(root, name), "utf8");
  return [...text.matchAll(/\]\(([^)#]+)\)/g)].flatMap(([, link = ""]) => (link.includes("://") ? [] : [link]));
}
