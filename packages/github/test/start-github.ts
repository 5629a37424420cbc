import { startReplica, type Replica, type ReplicaOptions } from "@pulse/github-replica";

export type TestGitHub = Replica & { readonly token: string };

/** A GitHub for tests, with a token that may read everything. Its clock stands a millisecond after `now`, as a reading follows what it reads. */
export async function startGitHub(options: ReplicaOptions & { readonly now: string }): Promise<TestGitHub> {
  const now = new Date(Date.parse(options.now) + 1);
  const replica = await startReplica({ limits: { core: 100_000, graphql: 1_000_000 }, ...options, now });
  const token = "ghp_reader";
  replica.addToken({ token, login: "reader", scopes: ["repo", "read:org"] });
  return { ...replica, token };
}
