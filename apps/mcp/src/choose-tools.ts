import { AppError } from "@pulse/kit";
import { tools, toolSets, type Tool } from "@pulse/actions";

import type { McpEnv } from "./env.ts";

type Choice = Pick<McpEnv, "PULSE_TOOLSETS" | "PULSE_TOOLS" | "PULSE_EXCLUDE_TOOLS" | "PULSE_READ_ONLY">;

/** The tools that this installation offers. Excluding beats including, and read-only beats everything. Throws `invalid` for names of nothing. */
export function chooseTools(choice: Choice): readonly Tool[] {
  refuseUnknown("PULSE_TOOLSETS", choice.PULSE_TOOLSETS, toolSets);
  const names = tools.map((tool) => tool.name);
  refuseUnknown("PULSE_TOOLS", choice.PULSE_TOOLS, names);
  refuseUnknown("PULSE_EXCLUDE_TOOLS", choice.PULSE_EXCLUDE_TOOLS, names);
  const isAll = choice.PULSE_TOOLSETS.length === 0 && choice.PULSE_TOOLS.length === 0;
  return tools.filter(
    (tool) =>
      (isAll || choice.PULSE_TOOLSETS.includes(tool.set) || choice.PULSE_TOOLS.includes(tool.name)) &&
      !choice.PULSE_EXCLUDE_TOOLS.includes(tool.name) &&
      (!choice.PULSE_READ_ONLY || tool.hints.isReadOnly),
  );
}

function refuseUnknown(setting: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new AppError(
    "invalid",
    `The settings are not usable:\n  ${setting}: there is no ${unknown.join(", ")}. There are: ${known.join(", ")}`,
  );
}
