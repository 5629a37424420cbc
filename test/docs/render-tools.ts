import { toolDefinition, tools, toolSets, type Tool } from "@pulse/actions";
import { z } from "zod";

const fieldSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown())]).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  description: z.string().default(""),
});

const inputSchema = z.object({
  properties: z.record(z.string(), fieldSchema).default({}),
  required: z.array(z.string()).default([]),
});

/** docs/mcp-tools.md: what every tool takes and gives. */
export function renderTools(): string {
  const sets = toolSets.filter((set) => tools.some((tool) => tool.set === set));
  return `# Tools

<!-- Generated from the tools by \`node test/docs/generate-docs.ts\`; a test compares. Never edit it. -->

What [AI clients](mcp.md) are offered. Lists also take \`limit\` (20, at most 100) and \`cursor\`. "Writes" needs a key with the scope
\`write\` and a role that may.

${sets
  .map(
    (set) =>
      `## ${set}\n\n${tools
        .filter((tool) => tool.set === set)
        .map(renderTool)
        .join("\n")}`,
  )
  .join("\n")}`;
}

function renderTool(tool: Tool): string {
  const { inputSchema: input, outputSchema: output } = toolDefinition(tool);
  const { properties, required } = inputSchema.parse(input);
  const fields = Object.entries(properties).filter(
    ([name]) => !(tool.pagedBy === "limit" && name === "limit") && !(tool.pagedBy !== null && name === "cursor"),
  );
  const rows = fields.map(
    ([name, field]) =>
      `| \`${name}\`${required.includes(name) ? " (required)" : ""} | ${typeOf(field)} | ${textOf(field)} |`,
  );
  const table = rows.length === 0 ? "It takes nothing.\n" : `| field | | |\n|---|---|---|\n${rows.join("\n")}\n`;
  const traits = [
    tool.hints.isReadOnly ? "Reads" : "Writes",
    ...(tool.pagedBy !== null ? ["a list, page by page"] : []),
    ...(tool.isForeignText ? ["with words from outside"] : []),
  ];
  const answers = Object.keys(inputSchema.parse(output).properties).filter(
    (name) => name !== "error" && name !== "truncated",
  );
  return `### \`${tool.name}\`

${tool.description}

${table}
${traits.join(", ")}. Answers: ${answers.map((name) => `\`${name}\``).join(", ")}.
`;
}

type Field = z.output<typeof fieldSchema>;

function typeOf({ enum: choices, type, default: fallback, minimum, maximum }: Field): string {
  const plain = type === "array" ? "list" : (type?.toString() ?? "any");
  const words = choices === undefined ? plain : choices.map((choice) => `\`${choice}\``).join(", ");
  const range = minimum === undefined || maximum === undefined ? "" : `, ${minimum} to ${maximum}`;
  const isTold = fallback !== undefined && fallback !== "" && !Array.isArray(fallback);
  return `${words}${range}${isTold ? `; ${fallback} unless given` : ""}`;
}

function textOf({ description }: Field): string {
  return description.replaceAll("|", "\\|");
}
