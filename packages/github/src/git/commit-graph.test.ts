import fc from "fast-check";
import { expect, test } from "vitest";

import { CommitGraph } from "./commit-graph.ts";

function graphOf(parents: Readonly<Record<string, readonly string[]>>): CommitGraph {
  const graph = new CommitGraph();
  for (const [sha, list] of Object.entries(parents)) graph.add(sha, list);
  return graph;
}

// main: a b c m d; side: x y, branched at a, with c merged into it.
const graph = graphOf({
  a: [],
  b: ["a"],
  x: ["a"],
  c: ["b"],
  y: ["x", "c"],
  z: ["y"],
  m: ["c", "z"],
  d: ["m"],
  other: [],
});

test.each([
  ["a side that merged the branch into itself", "z", "c", ["x", "y", "z"], "c"],
  ["a plain side", "x", "c", ["x"], "a"],
  ["nothing", "b", "d", [], "b"],
  ["itself", "d", "d", [], "d"],
  ["a history of its own", "other", "d", ["other"], null],
  ["everything since", "d", "b", ["x", "c", "y", "z", "m", "d"], "b"],
] as const)("a range finds %s", (_, head, base, shas, mergeBase) => {
  const range = graph.range(head, base);

  expect([...range.shas].toSorted()).toEqual([...shas].toSorted());
  expect(range.mergeBase).toBe(mergeBase);
});

test("commits that are elsewhere are left out, with what leads to them", () => {
  const onBranch = graph.ancestorsOf("c");

  expect(graph.range("z", "a", (sha) => onBranch.has(sha))).toEqual({ shas: ["x", "y", "z"], mergeBase: "c" });
});

test("any range is the head's ancestors without the base's, oldest first, and its merge base is one that no other descends from", () => {
  const random = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 2, maxLength: 30 });
  fc.assert(
    fc.property(random, fc.nat(), fc.nat(), (lists, headSeed, baseSeed) => {
      const made = new CommitGraph();
      for (const [index, list] of lists.entries()) {
        made.add(String(index), index === 0 ? [] : [...new Set(list.map((seed) => String(seed % index)))]);
      }
      const head = String(headSeed % lists.length);
      const base = String(baseSeed % lists.length);
      const ofHead = made.ancestorsOf(head);
      const ofBase = made.ancestorsOf(base);

      const range = made.range(head, base);

      const inBoth = [...ofHead].filter((sha) => ofBase.has(sha));
      const best = inBoth.filter((sha) => !inBoth.some((other) => other !== sha && made.ancestorsOf(other).has(sha)));
      expect(new Set(range.shas)).toEqual(new Set([...ofHead].filter((sha) => !ofBase.has(sha))));
      for (const [index, sha] of range.shas.entries()) {
        for (const parent of made.parentsOf(sha)) expect(range.shas.indexOf(parent)).toBeLessThan(index);
      }
      if (best.length === 0) expect(range.mergeBase).toBeNull();
      else expect(best).toContain(range.mergeBase);
    }),
  );
});
