import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

type CommitInput = {
  readonly subject: string;
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  readonly at?: string;
  readonly authoredAt?: string;
  readonly author?: string;
};

/** A real repository in a temporary folder, with dates that the tests fix. */
export class GitFixture {
  readonly folder = mkdtempSync(path.join(tmpdir(), "pulse git "));
  readonly dir: string;
  #minutes = 0;

  constructor(options: { readonly format?: "sha1" | "sha256" } = {}) {
    this.dir = path.join(this.folder, "site");
    mkdirSync(this.dir);
    this.git("init", "--quiet", "--initial-branch=main", `--object-format=${options.format ?? "sha1"}`, ".");
  }

  git(...args: readonly string[]): string {
    return this.gitWith({}, args);
  }

  gitWith(env: Readonly<Record<string, string>>, args: readonly string[], dir = this.dir): string {
    return execFileSync("git", [...args], {
      cwd: dir,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        ...process.env,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_AUTHOR_NAME: "Ann Example",
        GIT_AUTHOR_EMAIL: "1+ann@users.noreply.github.com",
        GIT_COMMITTER_NAME: "Ann Example",
        GIT_COMMITTER_EMAIL: "ann@example.org",
        ...this.#dates(),
        ...env,
      },
    }).trim();
  }

  /** Commits files (null deletes one), a minute after the commit before unless `at` says otherwise. Gives its id. */
  commit(input: CommitInput): string {
    this.#minutes += 1;
    for (const [name, content] of Object.entries(input.files ?? {})) {
      mkdirSync(path.dirname(path.join(this.dir, name)), { recursive: true });
      if (content === null) rmSync(path.join(this.dir, name));
      else writeFileSync(path.join(this.dir, name), content);
    }
    this.git("add", "--all");
    const at = input.at ?? this.#now();
    const [name, email] = (input.author ?? "Ann Example <1+ann@users.noreply.github.com>").replace(">", "").split(" <");
    this.gitWith(
      {
        GIT_AUTHOR_NAME: name ?? "",
        GIT_AUTHOR_EMAIL: email ?? "",
        GIT_AUTHOR_DATE: input.authoredAt ?? at,
        GIT_COMMITTER_DATE: at,
      },
      ["commit", "--quiet", "--allow-empty", "--allow-empty-message", "-m", input.subject],
    );
    return this.git("rev-parse", "HEAD");
  }

  /** Another clone of this repository beside it. */
  clone(name: string, ...args: readonly string[]): string {
    const dir = path.join(this.folder, name);
    this.gitWith(
      {},
      ["-c", "protocol.file.allow=always", "clone", "--quiet", ...args, `file://${this.dir}`, dir],
      this.folder,
    );
    return dir;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #now(): string {
    return new Date(Date.UTC(2024, 0, 1, 0, this.#minutes)).toISOString();
  }

  #dates(): Record<string, string> {
    return { GIT_AUTHOR_DATE: this.#now(), GIT_COMMITTER_DATE: this.#now() };
  }
}
