import { AppError } from "@pulse/kit";

import type { Clone } from "./open-clone.ts";
import { readGit } from "./run-git.ts";

/** A branch and its newest commit. */
export type Branch = { readonly name: string; readonly sha: string };

const usualNames = ["main", "master"];

/**
 * The default branch: where the remote says it is, else main or master, else whatever is checked out (a bare clone has the remote's own
 * HEAD). Null for a repository without commits. With `wanted` that branch, and `invalid` when the clone lacks it.
 */
export async function findBranch(clone: Clone, wanted: string | null): Promise<Branch | null> {
  const shas = await listBranches(clone);
  const find = (name: string): Branch | null => {
    const sha = shas.get(`refs/remotes/origin/${name}`) ?? shas.get(`refs/heads/${name}`);
    return sha === undefined ? null : { name, sha };
  };
  if (wanted !== null) {
    const found = find(wanted);
    if (found !== null) return found;
    throw new AppError("invalid", `${clone.dir} has no branch ${JSON.stringify(wanted.slice(0, 200))}${listed(shas)}`);
  }
  const remote = clone.isBare ? null : find(await readHead(clone, "refs/remotes/origin/HEAD"));
  return remote ?? (clone.isBare ? null : findUsual(find)) ?? (await findHead(clone)) ?? findUsual(find);
}

function findUsual(find: (name: string) => Branch | null): Branch | null {
  return usualNames.map(find).find((branch) => branch !== null) ?? null;
}

async function listBranches(clone: Clone): Promise<ReadonlyMap<string, string>> {
  const text = await readGit(
    ["for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", "refs/remotes/origin"],
    clone,
  );
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), line.slice(line.lastIndexOf(" ") + 1)]));
}

/** Short name of the branch that a symbolic ref points at; empty when it points at none. */
async function readHead(clone: Clone, ref: string): Promise<string> {
  const target = await readGit(["for-each-ref", "--format=%(symref)", ref], clone);
  return target.replace(/^refs\/(heads|remotes\/[^/]+)\//, "");
}

async function findHead(clone: Clone): Promise<Branch | null> {
  const text = await readGit(["rev-list", "--max-count=1", "--ignore-missing", "--all", "HEAD", "--"], clone).catch(
    () => "",
  );
  if (text === "") return null;
  const sha = await readGit(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], clone).catch(() => "");
  if (sha === "") return null;
  const name = await readGit(["symbolic-ref", "--quiet", "--short", "HEAD"], clone).catch(() => "HEAD");
  return { name, sha };
}

function listed(shas: ReadonlyMap<string, string>): string {
  const names = [...shas.keys()].map((ref) => ref.replace(/^refs\/(heads|remotes\/origin)\//, ""));
  const shown = [...new Set(names)].filter((name) => name !== "HEAD").slice(0, 8);
  return shown.length === 0 ? "" : `. It has: ${shown.join(", ")}`;
}
