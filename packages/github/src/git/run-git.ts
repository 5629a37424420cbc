/** Runs git on a clone that nobody vouches for: nothing in its configuration may start a program, reach the network or change what is read. */
import { spawn } from "node:child_process";
import { homedir } from "node:os";
import path from "node:path";

import { AppError } from "@pulse/kit";

export type GitInput = {
  readonly dir: string;
  /** Goes to git's standard input. */
  readonly input?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

// Each of these names a program or a file that git would run, read or ask, or changes what a log shows.
const neutral = {
  "core.fsmonitor": "false",
  "core.hooksPath": "/dev/null",
  "core.pager": "cat",
  "core.sshCommand": "false",
  "core.gitProxy": "",
  "core.alternateRefsCommand": "true",
  "credential.helper": "",
  "protocol.allow": "never",
  "gpg.program": "false",
  "gpg.ssh.program": "false",
  "log.showSignature": "false",
  "log.showRoot": "true",
  "log.mailmap": "false",
  "i18n.logOutputEncoding": "UTF-8",
  "diff.external": "",
  "diff.orderFile": "/dev/null",
  "diff.algorithm": "myers",
  "diff.renames": "true",
  "diff.renameLimit": "1000",
  "diff.ignoreSubmodules": "none",
  "diff.submodule": "short",
} as const;

const settings = Object.entries(neutral).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
// A fixed environment: GIT_DIR and its like, set for another repository, must not lead here. Only the home tells of safe.directory.
const programFolders = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin:/run/current-system/sw/bin";
const maxComplaintLength = 4000;
const zero = 0;

/** Text of a command with a short answer. Throws `invalid` with git's complaint when git fails. */
export async function readGit(args: readonly string[], input: GitInput): Promise<string> {
  const parts: string[] = [];
  for await (const token of streamGit(args, input)) parts.push(token.toString());
  return parts.join("\0").trimEnd();
}

/** The answer of a command as a stream, cut at NUL. Throws `invalid` with git's complaint when git fails. */
export async function* streamGit(args: readonly string[], input: GitInput): AsyncGenerator<Buffer> {
  const git = spawn("git", [...settings, "--no-pager", ...args], {
    cwd: input.dir,
    env: gitEnv(input.dir),
    stdio: ["pipe", "pipe", "pipe"],
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  });
  const ended = new Promise<number | Error>((resolve) => {
    git.on("error", resolve);
    git.on("close", (code) => {
      resolve(code ?? -1);
    });
  });
  let complaint = "";
  git.stderr.on("data", (chunk: Buffer) => {
    complaint = `${complaint}${chunk.toString()}`.slice(0, maxComplaintLength);
  });
  // Git that ends early closes its input; its exit code tells why.
  git.stdin.on("error", () => undefined);
  git.stdin.end(input.input ?? "");
  let isRead = false;
  try {
    yield* cutAtNul(git.stdout);
    isRead = true;
  } finally {
    if (!isRead) git.kill();
  }
  const end = await ended;
  input.signal?.throwIfAborted();
  if (end !== 0) throw failure(input.dir, end, complaint);
}

function gitEnv(dir: string): NodeJS.ProcessEnv {
  return {
    // Git does not look at it; the types of Next ask for it in every environment.
    NODE_ENV: "production",
    PATH: programFolders,
    HOME: homedir(),
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
    // A folder inside somebody's checkout is not a clone of the repository that was meant.
    GIT_CEILING_DIRECTORIES: path.dirname(path.resolve(dir)),
  };
}

async function* cutAtNul(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let start = 0;
    for (let end = chunk.indexOf(zero); end !== -1; end = chunk.indexOf(zero, start)) {
      yield begun.length === 0 ? chunk.subarray(start, end) : Buffer.concat([...begun, chunk.subarray(start, end)]);
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

function failure(dir: string, end: number | Error, complaint: string): AppError {
  if (end instanceof Error) {
    return new AppError("unavailable", "git could not be started. Install git (on Debian or Ubuntu: apt install git)", {
      cause: end,
    });
  }
  if (complaint.includes("dubious ownership")) {
    return new AppError(
      "invalid",
      `${dir} belongs to another user, so git refuses to read it. If you trust it, run: git config --global --add safe.directory ${path.resolve(dir)}`,
    );
  }
  if (complaint.includes("not a git repository")) return notAClone(dir);
  const said = complaint.trim().split("\n").slice(-3).join(" ");
  return new AppError("invalid", `git could not read ${dir}: ${said || `it ended with ${end}`}`);
}

export function notAClone(dir: string): AppError {
  return new AppError("invalid", `${dir} is no git repository. Name the top folder of a clone, or a bare clone`);
}
