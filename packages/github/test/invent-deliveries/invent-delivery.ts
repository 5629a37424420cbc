import { bug, sender, type Inventing, type Json } from "./inventing.ts";

/** Releases, runs with attempts and jobs, deployments with statuses, and labels. */
export function inventDelivery({ send, tick }: Inventing): void {
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
