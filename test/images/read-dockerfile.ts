import { readFileSync } from "node:fs";
import path from "node:path";

type Instruction = { readonly word: string; readonly rest: string };
/** From one FROM to the next. */
type Stage = { readonly from: string; readonly name: string | null; readonly instructions: readonly Instruction[] };

const folder = path.resolve(import.meta.dirname, "../../docker");

/** The stages of one of our Dockerfiles, in order; the last one becomes the image. Throws when it has none. */
export function readDockerfile(name: string): readonly [...Stage[], Stage] {
  return parseDockerfile(readFileSync(path.join(folder, name), "utf8"));
}

/** Comments and breaks of lines are gone; nothing is filled in. */
export function parseDockerfile(text: string): readonly [...Stage[], Stage] {
  const instructions = text
    .replaceAll(/^\s*#.*\n/gm, "")
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .flatMap((line): Instruction[] => {
      const [, word, rest = ""] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
      return word === undefined ? [] : [{ word: word.toUpperCase(), rest: rest.trim() }];
    });
  const starts = instructions.flatMap(({ word }, index) => (word === "FROM" ? [index] : []));
  const stages = starts.map((start, index): Stage => {
    const [from = "", name = null] = (instructions[start]?.rest ?? "").split(/\s+as\s+/i);
    return { from, name, instructions: instructions.slice(start + 1, starts[index + 1]) };
  });
  const last = stages.at(-1);
  if (last === undefined) throw new Error("this Dockerfile has no FROM");
  return [...stages.slice(0, -1), last];
}
