/** What is kept of a deployment that is finished: deployments/*.json of the operating procedure, in its fields and order. */
export type DeployRecord = {
  readonly app_id: string;
  readonly deployment_id: string | null;
  readonly timestamp: string;
  readonly phase: string;
  readonly web_url: string | null;
  readonly services: Readonly<Record<string, { readonly url: string; readonly health: string }>>;
  readonly deployer: string;
  readonly git_commit: string | null;
  readonly git_branch: string | null;
  /** Ours, beyond the procedure's. */
  readonly kind: string;
  readonly outcome: string;
  readonly reason: string;
  readonly started_at: string;
  readonly error_code: string | null;
};
