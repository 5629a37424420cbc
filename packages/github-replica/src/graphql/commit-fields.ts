import { webUrlOf } from "../rest/urls.ts";
import type { Account } from "../world/account.ts";
import { makeNodeId } from "../world/node-id.ts";
import type { Repository } from "../world/repository.ts";
import { sorted } from "../world/sorted.ts";
import { connect } from "./connect.ts";
import { accountNode, commitNode, itemNode, type CommitNode, type RefNode, type TagNode } from "./node.ts";
import { fieldsOf, textOf, type Args, type ResolverTable } from "./resolvers.ts";

export const commitFields: Readonly<Record<string, ResolverTable>> = {
  Commit: fieldsOf<CommitNode>({
    id: ({ repository, commit }) => makeNodeId({ prefix: "C", repositoryId: repository.id, key: commit.sha }),
    oid: ({ commit }) => commit.sha,
    abbreviatedOid: ({ commit }) => commit.sha.slice(0, 7),
    message: ({ commit }) => commit.message,
    messageHeadline: ({ commit }) => commit.message.split("\n")[0] ?? "",
    messageBody: ({ commit }) => commit.message.split("\n").slice(2).join("\n"),
    authoredDate: ({ commit }) => commit.authoredAt,
    committedDate: ({ commit }) => commit.committedAt,
    authoredByCommitter: ({ commit }) => commit.authorEmail === commit.committerEmail,
    committedViaWeb: ({ commit }) => commit.committerEmail === "noreply@github.com",
    author: ({ commit }) =>
      gitActor({ name: commit.authorName, email: commit.authorEmail, date: commit.authoredAt, user: commit.author }),
    committer: ({ commit }) =>
      gitActor({
        name: commit.committerName,
        email: commit.committerEmail,
        date: commit.committedAt,
        user: commit.committer,
      }),
    additions: ({ commit }) => commit.additions,
    deletions: ({ commit }) => commit.deletions,
    changedFiles: ({ commit }) => commit.changedFiles,
    changedFilesIfAvailable: ({ commit }) => commit.changedFiles,
    url: ({ repository, commit }, _args, { urls }) => `${webUrlOf(urls, repository)}/commit/${commit.sha}`,
    commitUrl: ({ repository, commit }, _args, { urls }) => `${webUrlOf(urls, repository)}/commit/${commit.sha}`,
    repository: ({ repository }) => ({ type: "Repository", repository }),
    parents: ({ repository, commit }, args) =>
      connect({
        list: commit.parents.map((sha, index) => ({ sha, index })),
        args,
        placeOf: ({ index }) => [index, 0],
        toNode: ({ sha }) => commitNode(repository, sha),
      }),
    history: ({ repository, commit }, args) => historyFrom(repository, { sha: commit.sha, args }),
    associatedPullRequests: ({ repository, commit }, args) => {
      const list = [...repository.items.values()].filter(
        (item) =>
          item.kind === "pull" && (item.mergeSha === commit.sha || item.commits.some((one) => one.sha === commit.sha)),
      );
      return connect({ list, args, placeOf: (item) => [item.number, 0], toNode: (item) => itemNode(repository, item) });
    },
  }),
  Ref: fieldsOf<RefNode>({
    id: ({ repository, prefix, name }) =>
      makeNodeId({ prefix: "REF", repositoryId: repository.id, key: `${prefix}${name}` }),
    name: ({ name }) => name,
    prefix: ({ prefix }) => prefix,
    repository: ({ repository }) => ({ type: "Repository", repository }),
    target: ({ repository, sha, tag }) =>
      tag?.annotation === undefined ? commitNode(repository, sha) : { type: "Tag", repository, tag },
  }),
  Tag: fieldsOf<TagNode>({
    id: ({ repository, tag }) => makeNodeId({ prefix: "TA", repositoryId: repository.id, key: tag.name }),
    name: ({ tag }) => tag.name,
    oid: ({ tag }) => tag.annotation?.sha,
    tagger: ({ tag }) => gitActor({ name: "Tagger", email: "", date: tag.annotation?.at ?? "", user: null }),
    target: ({ repository, tag }) => commitNode(repository, tag.sha),
  }),
};

/** Newest first, as `git log` walks the first parents. A cursor counts from the root, so that new commits move nothing. */
function historyFrom(repository: Repository, input: { readonly sha: string; readonly args: Args }) {
  const { args } = input;
  const since = textOf(args, "since");
  const until = textOf(args, "until");
  const all = sorted(repository, "graphql history", () =>
    repository.commits.map((commit, index) => ({ commit, index })).toReversed(),
  );
  const start = all.findIndex(({ commit }) => commit.sha === input.sha);
  const list = (start < 0 ? [] : all.slice(start)).filter(
    ({ commit }) =>
      (since === null || commit.committedAt >= plain(since)) && (until === null || commit.committedAt <= plain(until)),
  );
  return connect({
    list,
    args,
    isDescending: true,
    placeOf: ({ index }) => [index, 0],
    toNode: ({ commit }) => ({ type: "Commit", repository, commit }),
  });
}

function plain(text: string): string {
  return new Date(text).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function gitActor(of: {
  readonly name: string;
  readonly email: string;
  readonly date: string;
  readonly user: Account | null;
}) {
  // `user` is a User, never a Bot: GitHub gives null for commits of apps.
  const user = of.user?.kind === "User" ? accountNode(of.user) : null;
  return { type: "GitActor", name: of.name, email: of.email, date: of.date, user, avatarUrl: "" };
}
