import type { Sent } from "./webhook-workspace.ts";

type Json = Readonly<Record<string, unknown>>;

const sender = person(1, "ada");

function person(id: number, login: string): Json {
  return {
    id,
    login,
    node_id: `U_${id}`,
    type: login.endsWith("[bot]") ? "Bot" : "User",
    avatar_url: `https://avatars.example/${id}`,
  };
}

/** Instants seven seconds apart: GitHub tells whole seconds, and two changes within one cannot be told apart by a delivery. */
function clockFrom(start: string): () => string {
  let at = Date.parse(start);
  return () => new Date((at += 7_000)).toISOString().replace(".000Z", "Z");
}

/**
 * A short life of a repository as its webhooks tell it, in order: issues with labels, comments, a deletion and a transfer; pull requests with
 * review requests, reviews and inline comments; milestones, releases, runs with attempts and jobs, deployments, stars.
 */
export function inventDeliveries(repository: { readonly id: number; readonly fullName: string }): readonly Sent[] {
  const tick = clockFrom("2026-03-02T08:00:00Z");
  const sent: Sent[] = [];
  const [owner, name] = repository.fullName.split("/");
  const told = (stars = 3): Json => ({
    id: repository.id,
    node_id: `R_${repository.id}`,
    name,
    full_name: repository.fullName,
    owner: person(99, owner ?? ""),
    private: false,
    visibility: "public",
    default_branch: "main",
    archived: false,
    fork: false,
    stargazers_count: stars,
    forks_count: 1,
    created_at: "2026-01-01T00:00:00Z",
    pushed_at: "2026-03-01T00:00:00Z",
    updated_at: tick(),
  });
  const send = (event: string, payload: Json): void => {
    sent.push({ event, payload: { repository: told(), sender, ...payload } });
  };
  const milestone = {
    id: 501,
    node_id: "MI_1",
    number: 1,
    title: "first",
    description: null,
    state: "open",
    due_on: null,
    closed_at: null,
  };
  let milestoneNow: Json = { ...milestone, created_at: tick(), updated_at: tick() };
  send("milestone", { action: "created", milestone: milestoneNow });
  inventIssues(send, tick, () => milestoneNow);
  inventPull(send, tick, told);
  milestoneNow = { ...milestoneNow, state: "closed", closed_at: tick(), updated_at: tick() };
  send("milestone", { action: "closed", milestone: milestoneNow });
  const second = {
    ...milestone,
    id: 502,
    node_id: "MI_2",
    number: 2,
    title: "second",
    created_at: tick(),
    updated_at: tick(),
  };
  send("milestone", { action: "created", milestone: second });
  send("milestone", { action: "deleted", milestone: second });
  inventTheRest(send, tick);
  send("star", { action: "created", starred_at: tick() });
  return sent;
}

type Send = (event: string, payload: Json) => void;

const bug = { id: 301, node_id: "LA_1", name: "bug", color: "ff0000", description: "wrong", default: true };

function inventIssues(send: Send, tick: () => string, milestone: () => Json): void {
  for (const number of [1, 2, 3]) {
    const created = tick();
    let issue: Json = {
      id: 1000 + number,
      node_id: `I_${number}`,
      number,
      title: `issue ${number}`,
      body: "what happened\u0000?",
      state: "open",
      state_reason: null,
      user: person(10 + number, `author-${number}`),
      author_association: "NONE",
      labels: [],
      assignees: [],
      milestone: null,
      created_at: created,
      updated_at: created,
      closed_at: null,
    };
    const act = (action: string, change: Json, more: Json = {}): void => {
      const at = tick();
      issue = { ...issue, ...change, updated_at: at, ...(action === "closed" ? { closed_at: at } : {}) };
      send("issues", { action, issue, ...more });
    };
    send("issues", { action: "opened", issue });
    act("labeled", { labels: [bug] }, { label: bug });
    act("assigned", { assignees: [person(2, "bob")] }, { assignee: person(2, "bob") });
    act("milestoned", { milestone: milestone() }, { milestone: milestone() });
    inventComments(send, tick, () => issue);
    act("edited", { title: `issue ${number}, renamed` }, { changes: { title: { from: `issue ${number}` } } });
    act("closed", { state: "closed", state_reason: "completed" });
    if (number !== 1) act("reopened", { state: "open", state_reason: "reopened", closed_at: null });
    act("unlabeled", { labels: [] }, { label: bug });
    if (number === 2) act("deleted", {});
    if (number === 3) act("transferred", {}, { changes: { new_issue: {}, new_repository: {} } });
  }
}

function inventComments(send: Send, tick: () => string, issue: () => Json): void {
  const number = Number(issue()["number"]);
  for (const index of [0, 1]) {
    const at = tick();
    const comment = {
      id: 5000 + number * 10 + index,
      node_id: `IC_${number}_${index}`,
      user: person(3, "carol"),
      author_association: "MEMBER",
      body: "a thought",
      created_at: at,
      updated_at: at,
    };
    send("issue_comment", { action: "created", issue: issue(), comment });
    send("issue_comment", {
      action: "edited",
      issue: issue(),
      comment: { ...comment, body: "a better one", updated_at: tick() },
    });
    if (index === 1) send("issue_comment", { action: "deleted", issue: issue(), comment });
  }
}

function inventPull(send: Send, tick: () => string, repository: () => Json): void {
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

function inventTheRest(send: Send, tick: () => string): void {
  const made = tick();
  const release = {
    id: 7001,
    node_id: "RE_1",
    tag_name: "v1",
    name: "One",
    draft: false,
    prerelease: false,
    author: sender,
    created_at: made,
    published_at: tick(),
  };
  send("release", { action: "published", release });
  const old = { ...release, id: 7002, node_id: "RE_2", tag_name: "v0" };
  send("release", { action: "created", release: old });
  send("release", { action: "deleted", release: old });
  const workflow = {
    id: 8001,
    node_id: "W_1",
    name: "CI",
    path: ".github/workflows/ci.yml",
    state: "active",
    created_at: made,
    updated_at: made,
  };
  for (const attempt of [1, 2]) {
    const started = tick();
    const run = (status: string, conclusion: string | null): Json => ({
      id: 8100,
      node_id: "WFR_1",
      workflow_id: 8001,
      path: workflow.path,
      name: "CI",
      run_number: 1,
      run_attempt: attempt,
      event: "push",
      status,
      conclusion,
      head_branch: "main",
      head_sha: "a".repeat(40),
      actor: sender,
      triggering_actor: sender,
      created_at: made,
      run_started_at: started,
      updated_at: tick(),
    });
    const job = (status: string, conclusion: string | null): Json => ({
      id: 8200 + attempt,
      run_id: 8100,
      run_attempt: attempt,
      node_id: `CR_${attempt}`,
      name: "build",
      status,
      conclusion,
      labels: ["ubuntu-latest"],
      created_at: started,
      started_at: started,
      completed_at: conclusion === null ? null : tick(),
      steps: [{ number: 1, name: "checkout", status, conclusion, started_at: started, completed_at: null }],
    });
    send("workflow_run", { action: "requested", workflow, workflow_run: run("queued", null) });
    send("workflow_job", { action: "in_progress", workflow_job: job("in_progress", null) });
    send("workflow_run", { action: "in_progress", workflow, workflow_run: run("in_progress", null) });
    const conclusion = attempt === 1 ? "failure" : "success";
    send("workflow_job", { action: "completed", workflow_job: job("completed", conclusion) });
    send("workflow_run", { action: "completed", workflow, workflow_run: run("completed", conclusion) });
  }
  const deployment = {
    id: 9001,
    node_id: "DE_1",
    environment: "production",
    sha: "a".repeat(40),
    ref: "main",
    creator: sender,
    created_at: made,
    updated_at: made,
  };
  send("deployment", { action: "created", deployment });
  for (const [index, state] of ["in_progress", "success", "inactive"].entries()) {
    const status = {
      id: 9100 + index,
      node_id: `DES_${index}`,
      state,
      description: "",
      target_url: "",
      created_at: tick(),
    };
    send("deployment_status", { action: "created", deployment, deployment_status: status });
  }
  send("label", { action: "created", label: bug });
  const stale = { ...bug, id: 302, node_id: "LA_2", name: "stale" };
  send("label", { action: "created", label: stale });
  send("label", { action: "deleted", label: stale });
}
