import type { Tx } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { sql } from "kysely";

/** A saved name with its labels as SQL patterns, to be compared with labels in lower case. */
export type LabelGroup = { readonly name: string; readonly patterns: readonly string[] };

/** What the labels of an item must be like: one of them like any of the patterns, or, where that is allowed, none at all. */
export type LabelCondition = { readonly patterns: readonly string[]; readonly orNone: boolean };

/** Every label group of the workspace, by name in code point order. */
export async function loadLabelGroups(tx: Tx, workspaceId: number): Promise<readonly LabelGroup[]> {
  const found = await sql<LabelGroup>`
    select name, array_agg(label_pattern order by label_pattern) as patterns
    from metrics.label_patterns
    where workspace_id = ${workspaceId}
    group by name
    order by name collate "C"
  `.execute(tx);
  return found.rows;
}

/** The conditions of one question, all of which must hold; null without any. Throws `not_found` for a group that nobody has saved. */
export function labelFilterOf(
  groups: readonly LabelGroup[],
  { labelGroups, labels }: { readonly labelGroups: readonly string[]; readonly labels: readonly string[] },
): readonly LabelCondition[] | null {
  const named = labels.filter((name) => name !== "");
  const conditions = [
    ...(labelGroups.length === 0 ? [] : [{ patterns: patternsOf(groups, labelGroups), orNone: false }]),
    ...(labels.length === 0 ? [] : [{ patterns: named.map(patternOf), orNone: named.length < labels.length }]),
  ];
  return conditions.length === 0 ? null : conditions;
}

function patternOf(label: string): string {
  return label.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/** The patterns of the groups that were asked for. Throws `not_found` for a name that nobody has saved. */
function patternsOf(groups: readonly LabelGroup[], names: readonly string[]): readonly string[] {
  const byName = new Map(groups.map(({ name, patterns }) => [name.toLowerCase(), patterns]));
  return names.flatMap((name) => {
    const patterns = byName.get(name.trim().toLowerCase());
    if (patterns !== undefined) return patterns;
    const known = groups.map((group) => group.name).join(", ") || "none yet";
    throw new AppError(
      "not_found",
      `There is no label group "${name.slice(0, 100)}" in this workspace. Saved: ${known}. Run: ./pulse label-group list`,
    );
  });
}
