import { AppError } from "@pulse/kit";
import { z } from "zod";

const most = 10;

/** What is put to something and what is taken from it. */
export function changeShape(longest: number) {
  const words = z.array(z.string().trim().min(1).max(longest)).max(most).default([]);
  return { add: words, remove: words };
}

/** In words. Throws `invalid` for a change of nothing, or of the same thing both ways. */
export function tellChange({
  add,
  remove,
}: {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}): string {
  const both = add.find((name) => remove.some((other) => other.toLowerCase() === name.toLowerCase()));
  if (both !== undefined) throw new AppError("invalid", `"${both}" is both in \`add\` and in \`remove\``);
  if (add.length + remove.length === 0) throw new AppError("invalid", "Neither `add` nor `remove` names anything");
  const told = [
    ...(add.length === 0 ? [] : [`add ${add.join(", ")}`]),
    ...(remove.length === 0 ? [] : [`remove ${remove.join(", ")}`]),
  ];
  return told.join("; ");
}
