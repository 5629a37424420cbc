import { AppError } from "@pulse/kit";

import type { Tool } from "./tool.ts";

/** Names that clients were told elsewhere, and what they mean here. */
const otherNames: Readonly<Record<string, string>> = { github_issues: "github_list_issues" };

/** Throws `not_found`, naming the tool that was most likely meant. */
export function findTool(tools: readonly Tool[], name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  const asked = name.slice(0, 80);
  const words = asked.toLowerCase().split(/[^a-z]+/);
  const nearest = tools
    .map((tool) => ({ name: tool.name, common: tool.name.split("_").filter((word) => words.includes(word)).length }))
    .toSorted((a, b) => b.common - a.common)[0];
  const meant = otherNames[asked] ?? (nearest !== undefined && nearest.common > 0 ? nearest.name : null);
  throw new AppError(
    "not_found",
    `There is no tool "${asked}" for you here.${meant === null ? " tools/list names all" : ` Did you mean ${meant}?`}`,
  );
}
