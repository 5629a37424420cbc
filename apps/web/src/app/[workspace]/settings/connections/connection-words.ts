/** What kinds of connections are called, and what their states mean. */
export const kindWords = {
  anonymous: "no token: 60 requests an hour, public repositories alone",
  token: "personal access token",
  fine_grained_token: "fine-grained token",
  app: "GitHub App",
} as const;

export const statusWords = {
  active: { tone: "bg-good", title: "works" },
  limited: { tone: "bg-warning", title: "waits for GitHub's limit" },
  revoked: { tone: "bg-bad", title: "GitHub no longer takes it: save it again with a new token" },
  expired: { tone: "bg-bad", title: "has expired: save it again with a new token" },
  forbidden: { tone: "bg-bad", title: "GitHub refuses it" },
} as const;

export const limitWords = { core: "REST", graphql: "GraphQL", search: "search" } as const;
