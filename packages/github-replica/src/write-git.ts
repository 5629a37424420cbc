import { spawn } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { AppError } from "@pulse/kit";

import { toFastImport } from "./to-fast-import.ts";
import type { History } from "./history.ts";
import type { PullRequestShas } from "./to-archive.ts";

/**
 * Writes the history's commits as a bare git repository at `dir`: a merge commit per merged pull request on `main`,
 * every head under refs/pull/N/head, a tag a month. Gives the object ids for `toArchive`.
 * Throws `conflict` when `dir` holds anything already.
 */
export async function writeGit(history: History, dir: string): Promise<ReadonlyMap<number, PullRequestShas>> {
  await ensureEmpty(dir);
  await runGit(["init", "--quiet", "--bare", "--initial-branch=main", dir], "");
  const stream = toFastImport(history);
  const marksFile = join(dir, "pulse-marks");
  await runGit(["-C", dir, "fast-import", "--quiet", `--export-marks=${marksFile}`], stream.text);
  const marks = parseMarks(await readFile(marksFile, "utf8"));
  return new Map(
    stream.pullRequests.map((pull) => [
      pull.number,
      {
        base: getSha(marks, pull.baseMark),
        head: getSha(marks, pull.headMark),
        merge: pull.mergeMark === null ? null : getSha(marks, pull.mergeMark),
      },
    ]),
  );
}

async function ensureEmpty(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const names = await readdir(dir);
  if (names.length > 0) throw new AppError("conflict", `${dir} is not empty. Name a new folder for the git repository`);
}

function parseMarks(text: string): ReadonlyMap<number, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line): [number, string] => {
      const [mark = "", sha = ""] = line.split(" ");
      return [Number(mark.slice(1)), sha];
    }),
  );
}

function getSha(marks: ReadonlyMap<number, string>, mark: number): string {
  const sha = marks.get(mark);
  if (sha === undefined) throw new AppError("internal", `git gave no object for mark ${mark}`);
  return sha;
}

async function runGit(args: readonly string[], input: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const git = spawn("git", [...args], { stdio: ["pipe", "ignore", "pipe"] });
    let complaint = "";
    git.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    git.on("error", reject);
    git.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new AppError("internal", `git ${args[0]} failed (exit ${code}): ${complaint.trim().slice(0, 2000)}`));
    });
    // git may end before it has read everything (`init` reads nothing): its exit code tells what matters.
    git.stdin.on("error", () => undefined);
    git.stdin.end(input);
  });
}
