import { readFile, stat } from "node:fs/promises";
import path from "node:path";

import { AppError } from "@pulse/kit";

import { notAClone, readGit, type GitInput } from "./run-git.ts";

export type Clone = GitInput & {
  readonly isBare: boolean;
  /** Commits at which a shallow clone ends: git shows them without parents and with all files as their change. */
  readonly shallowShas: ReadonlySet<string>;
  /** True when contents of files are missing, so that no sizes can be computed. */
  readonly isPartial: boolean;
  /** When GitHub was read for it last, as far as its files tell. */
  readonly fetchedAt: Date;
};

type Input = { readonly dir: string; readonly now: Date; readonly signal?: AbortSignal | undefined };

/** Looks at a clone: bare or not, a worktree or the main one, shallow or whole. Throws `invalid` for anything else. */
export async function openClone(input: Input): Promise<Clone> {
  const { dir, signal } = input;
  await checkFolder(dir);
  const git = { dir, signal };
  const told = await readGit(["rev-parse", "--is-bare-repository", "--git-common-dir"], git);
  const [isBare = "", commonDir = ""] = told.split("\n");
  const folder = path.resolve(dir, commonDir);
  return {
    dir,
    signal,
    isBare: isBare === "true",
    shallowShas: await readShallow(folder),
    isPartial: await isPartialClone(git),
    fetchedAt: await findFetchTime(folder, input.now),
  };
}

async function checkFolder(dir: string): Promise<void> {
  try {
    if ((await stat(dir)).isDirectory()) return;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new AppError("invalid", `${dir.replaceAll("\0", "?")}: there is no such folder, or you may not enter it`, {
      cause: error,
    });
  }
  throw notAClone(dir);
}

async function readShallow(folder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(path.join(folder, "shallow"), "utf8").catch(() => "");
  return new Set(text.split("\n").filter((line) => line !== ""));
}

async function isPartialClone(git: GitInput): Promise<boolean> {
  // Of all scopes: git refuses to list the local one alone when a clone has no config file, which it needs not have.
  const settings = await readGit(["config", "--list", "--name-only", "-z"], git);
  return settings.split("\0").some((name) => name === "extensions.partialclone" || /^remote\..*\.promisor$/.test(name));
}

// A fresh clone has no FETCH_HEAD; its other files then date from the cloning.
async function findFetchTime(folder: string, now: Date): Promise<Date> {
  const candidates = ["FETCH_HEAD", "packed-refs", "HEAD"].map((name) => path.join(folder, name));
  const times = await Promise.all(
    candidates.map((file) =>
      stat(file).then(
        ({ mtime }) => mtime.getTime(),
        () => 0,
      ),
    ),
  );
  return new Date(Math.min(now.getTime(), Math.max(...times)));
}
