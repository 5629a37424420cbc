type Search = Readonly<Record<string, string | string[] | undefined>>;

/** What the address asks to see: one app, a page of its history, one run, or the plan of a rollback. */
export type DeployQuery = {
  readonly app: string | null;
  readonly cursor: string | null;
  readonly run: number | null;
  /** The deployment to go back to. */
  readonly rollback: string | null;
  readonly service: string | null;
  readonly isFull: boolean;
  /** The part whose log is read now. */
  readonly log: string | null;
};

const longest = 500;

export function readDeployQuery(search: Search): DeployQuery {
  const one = (name: string): string | null => {
    const value = search[name];
    return typeof value === "string" && value !== "" && value.length <= longest ? value : null;
  };
  const run = one("run");
  return {
    app: one("app"),
    cursor: one("cursor"),
    run: run !== null && /^[1-9]\d{0,14}$/.test(run) ? Number(run) : null,
    rollback: one("rollback"),
    service: one("service"),
    isFull: one("full") !== null,
    log: one("log"),
  };
}
