import { webUrlOf } from "../rest/urls.ts";
import { renderAccount } from "../rest/render-account.ts";
import type { Account } from "../world/account.ts";
import type { Commit } from "../world/item.ts";
import type { Repository } from "../world/repository.ts";
import type { PlayContext } from "./play-context.ts";

/** Puts a commit upon the default branch, and announces the push. */
export function pushTo(
  ctx: PlayContext,
  push: { readonly repository: Repository; readonly by: Account; readonly commit: Commit },
): void {
  const { repository, by, commit } = push;
  const before = repository.branches.get(repository.defaultBranch) ?? "0".repeat(40);
  repository.commits.push(commit);
  repository.branches.set(repository.defaultBranch, commit.sha);
  repository.pushedAt = commit.committedAt;
  repository.updatedAt = commit.committedAt;
  repository.version += 1;
  const web = webUrlOf(ctx.urls(), repository);
  const person = {
    name: commit.authorName,
    email: commit.authorEmail,
    ...(commit.author === null ? {} : { username: commit.author.login }),
  };
  const shown = {
    id: commit.sha,
    tree_id: commit.sha,
    distinct: true,
    message: commit.message,
    timestamp: commit.committedAt,
    url: `${web}/commit/${commit.sha}`,
    author: person,
    committer: { name: commit.committerName, email: commit.committerEmail, username: "web-flow" },
    added: [],
    removed: [],
    modified: ["README.md"],
  };
  ctx.announce({
    event: "push",
    action: null,
    repository,
    organisation: null,
    sender: by,
    payload: {
      ref: `refs/heads/${repository.defaultBranch}`,
      before,
      after: commit.sha,
      pusher: { name: by.login, email: by.email },
      created: false,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `${web}/compare/${before.slice(0, 12)}...${commit.sha.slice(0, 12)}`,
      commits: [shown],
      head_commit: shown,
      sender: renderAccount(ctx.urls(), by),
    },
  });
}
