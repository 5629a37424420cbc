import type { Phase } from "../../platform/platform.ts";

/** Where a deployment comes to grief: its build, the job before it, or the health check of a component. */
type FailingPlace = "build" | "job" | "wait";

/** How a deployment goes, from its start. Everything but `outcome` has an ordinary value. */
export type Script = {
  readonly outcome: "active" | "error" | "hang" | "superseded" | "cancelled";
  /** Of `error`. */
  readonly place?: FailingPlace;
  readonly component?: string;
  readonly reason?: { readonly code: string; readonly message: string };
  /** The platform then goes back by itself to what ran before. */
  readonly isRolledBack?: boolean;
  /** Of `hang`, the phase that never ends; of `superseded` and `cancelled`, the one in which it happens. */
  readonly phase?: Phase;
  /** What is built instead of the head of the branch: a cache, a race, a wrong branch. */
  readonly commits?: Readonly<Record<string, string>>;
  /** What components write, by "component TYPE"; others get a line or two. */
  readonly logs?: Readonly<Record<string, string>>;
};

export type TimedPhase = { readonly phase: Phase; readonly forMs: number };

/** What an ordinary deployment takes, by the platform's own order of phases. A rollback builds nothing. */
const ordinary: readonly TimedPhase[] = [
  { phase: "PENDING_BUILD", forMs: 3_000 },
  { phase: "BUILDING", forMs: 90_000 },
  { phase: "PENDING_DEPLOY", forMs: 2_000 },
  { phase: "DEPLOYING", forMs: 40_000 },
];
const endOf = { active: "ACTIVE", error: "ERROR", superseded: "SUPERSEDED", cancelled: "CANCELED" } as const;

/** The phases of a deployment in order, with the one that it ends in last. */
export function timePhases(script: Script, isBuilt: boolean): readonly TimedPhase[] {
  const all = isBuilt ? ordinary : ordinary.filter(({ phase }) => phase === "PENDING_DEPLOY" || phase === "DEPLOYING");
  if (script.outcome === "active") return [...all, { phase: "ACTIVE", forMs: Infinity }];
  const last = lastPhase(script);
  const until = all.slice(0, all.findIndex(({ phase }) => phase === last) + 1);
  if (script.outcome === "hang") return [...until.slice(0, -1), { phase: last, forMs: Infinity }];
  return [...until, { phase: endOf[script.outcome], forMs: Infinity }];
}

function lastPhase(script: Script): Phase {
  if (script.outcome !== "error") return script.phase ?? "DEPLOYING";
  return script.place === "build" ? "BUILDING" : "DEPLOYING";
}
