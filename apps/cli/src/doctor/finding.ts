/** What one check found: `fail` keeps something from working, `warn` may, or keeps only something minor. */
export type Finding = {
  readonly name: string;
  readonly state: "ok" | "warn" | "fail";
  /** What was found and what it means. */
  readonly message: string;
  /** The next step, when there is one. */
  readonly next: string | null;
};

export function ok(name: string, message: string): Finding {
  return { name, state: "ok", message, next: null };
}

export function warn(name: string, message: string, next: string | null): Finding {
  return { name, state: "warn", message, next };
}

export function fail(name: string, message: string, next: string): Finding {
  return { name, state: "fail", message, next };
}
