import { decodeKey, type GitTextFaults } from "./git-text.ts";
import type { Clone } from "./open-clone.ts";
import { streamGit } from "./run-git.ts";
import { saneDates } from "./sane-dates.ts";

export type GitTag = { readonly name: string; readonly sha: string; readonly taggedAt: string };

const fields = [
  "%(refname:strip=2)",
  "%(objecttype)",
  "%(objectname)",
  "%(*objecttype)",
  "%(*objectname)",
  "%(creatordate:unix)",
  "%(*committerdate:unix)",
];

/** Tags of commits, annotated or light. Tags of files, of trees and of other tags are no versions and are left out. */
export async function readTags(clone: Clone, faults: GitTextFaults): Promise<readonly GitTag[]> {
  const tags = new Map<string, GitTag>();
  const args = ["for-each-ref", `--format=${fields.join("%00")}%00`, "refs/tags"];
  let row: Buffer[] = [];
  for await (const token of streamGit(args, clone)) {
    row.push(token);
    if (row.length < fields.length) continue;
    const tag = toTag(row, faults);
    if (tag !== null) tags.set(tag.name, tag);
    row = [];
  }
  return [...tags.values()];
}

function toTag(row: readonly Buffer[], faults: GitTextFaults): GitTag | null {
  const [name = Buffer.alloc(0), ...rest] = row;
  const [type, sha = "", peeledType, peeledSha = "", created = "", committed = ""] = rest.map((token) =>
    token.toString(),
  );
  const isLight = type === "commit";
  if (!isLight && peeledType !== "commit") return null;
  const { authoredAt } = saneDates(created, committed);
  return {
    name: decodeKey(name[0] === 0x0a ? name.subarray(1) : name, faults),
    sha: isLight ? sha : peeledSha,
    taggedAt: authoredAt,
  };
}
