import type { z } from "zod";

/** Words for a field that a tool does not have: they name the one that was most likely meant. Undefined for any other fault. */
export function explainUnknown(issue: z.core.$ZodRawIssue, fields: readonly string[]): string | undefined {
  if (issue.code !== "unrecognized_keys") return undefined;
  const unknown = issue.keys.map((key) => {
    const shown = key.slice(0, 60);
    const meant = fields.find((field) => field.includes(shown) || shown.includes(field));
    return `"${shown}" is no field${meant === undefined ? "" : `, did you mean "${meant}"`}`;
  });
  return `${unknown.slice(0, 5).join("; ")}. It takes ${fields.length === 0 ? "nothing" : fields.join(", ")}`;
}
