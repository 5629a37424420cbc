import { person, sender, type Inventing, type Json } from "./inventing.ts";

/** A pull request with review requests, reviews and inline comments, until it is merged. */
export function inventPull({ send, tick }: Inventing, repository: () => Json): void {
  const created = tick();
  const side = (ref: string, sha: string): Json => ({ ref, sha: sha.repeat(40), repo: repository() });
  let pull: Json = {
    id: 2004,
    node_id: "PR_4",
    number: 4,
    title: "a change",
    body: null,
    state: "open",
    draft: true,
    user: person(10, "dave"),
    author_association: "CONTRIBUTOR",
    labels: [],
    assignees: [],
    milestone: null,
    base: side("main", "a"),
    head: side("topic", "b"),
    merged_by: null,
    merged_at: null,
    merge_commit_sha: "c".repeat(40),
    additions: 10,
    deletions: 2,
    changed_files: 1,
    created_at: created,
    updated_at: created,
    closed_at: null,
  };
  const act = (action: string, change: Json, more: Json = {}): void => {
    pull = { ...pull, ...change, updated_at: tick() };
    send("pull_request", { action, pull_request: pull, ...more });
  };
  const carol = person(3, "carol");
  send("pull_request", { action: "opened", pull_request: pull });
  act("ready_for_review", { draft: false });
  act("review_requested", {}, { requested_reviewer: carol });
  act("review_requested", {}, { requested_team: { slug: "core", name: "Core" } });
  act("review_request_removed", {}, { requested_team: { slug: "core", name: "Core" } });
  const at = tick();
  const review = {
    id: 3001,
    node_id: "PRR_1",
    user: carol,
    body: "no",
    commit_id: "b".repeat(40),
    submitted_at: at,
    state: "changes_requested",
  };
  send("pull_request_review", { action: "submitted", pull_request: pull, review });
  for (const index of [0, 1]) {
    const written = tick();
    const comment = {
      id: 6000 + index,
      node_id: `PRRC_${index}`,
      pull_request_review_id: 3001,
      user: carol,
      author_association: "MEMBER",
      path: "a.ts",
      original_position: 3,
      body: "here",
      created_at: written,
      updated_at: written,
    };
    send("pull_request_review_comment", { action: "created", pull_request: pull, comment });
    if (index === 1) send("pull_request_review_comment", { action: "deleted", pull_request: pull, comment });
  }
  act("synchronize", { head: side("topic", "d"), additions: 12 });
  send("pull_request_review", {
    action: "dismissed",
    pull_request: { ...pull, updated_at: tick() },
    review: { ...review, state: "dismissed" },
  });
  const approval = { ...review, id: 3002, node_id: "PRR_2", state: "APPROVED", body: null, submitted_at: tick() };
  send("pull_request_review", { action: "submitted", pull_request: pull, review: approval });
  const said = tick();
  const comment = {
    id: 5999,
    node_id: "IC_4",
    user: sender,
    author_association: "OWNER",
    body: "thanks",
    created_at: said,
    updated_at: said,
  };
  send("issue_comment", { action: "created", issue: { ...pull, pull_request: { url: "" } }, comment });
  const merged = tick();
  act("closed", { state: "closed", merged_at: merged, closed_at: merged, merged_by: sender });
}
