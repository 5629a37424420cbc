import type { SpecChange } from "./diff-spec.ts";
import type { ApplyPlan } from "./plan-apply.ts";
import type { RollbackPlan } from "./plan-rollback.ts";

const signs = { added: "+", changed: "~", removed: "-" } as const;

/** A plan as a person reads it, in lines. No value of a secret is in it. */
export function printPlan(plan: ApplyPlan | RollbackPlan): readonly string[] {
  return [
    ...(plan.kind === "apply" ? printApply(plan) : printRollback(plan)),
    ...plan.refusals.map((one) => `✗ ${one.code}: ${one.cause}. ${one.fix}`),
  ];
}

function printApply({ appName, isNew, changes, secrets, price, wanted }: ApplyPlan): readonly string[] {
  const { before, after } = price;
  const moved = secrets.filter(({ change }) => change !== "unchanged");
  const kept = secrets.length - moved.length;
  return [
    isNew
      ? `${appName}: create this app, which is not there yet, by its first deployment`
      : `${appName}: one deployment of the spec and the newest sources`,
    ...(changes.length === 0 ? ["  the spec stays as it is"] : changes.map(printChange)),
    ...moved.map(({ component, key, change }) => `  secret ${component ?? "app"}.${key}: ${change}`),
    ...(kept === 0
      ? []
      : [
          `  ${kept} ${kept === 1 ? "secret stays" : "secrets stay"} as the platform holds ${kept === 1 ? "it" : "them"}`,
        ]),
    ...wanted.map(printWanted),
    `  ${dollars(before.usdPerMonth)} → ${dollars(after.usdPerMonth)} a month`,
    ...after.unknownSizes.map((size) => `  the platform's price list has no size ${size}`),
  ];
}

function printRollback({ appName, by, target, branches, changes, wanted, warnings }: RollbackPlan): readonly string[] {
  const steps =
    by === "platform"
      ? ["  ask the platform to roll back, which pins the app", "  verify", "  commit, which unpins it"]
      : ["  send the spec, in which what goes back is named exactly", "  verify"];
  return [
    `${appName}: back to ${target.id} of ${target.createdAt}`,
    ...branches.map(
      ({ repository, branch, sha }) => `  make the branch ${branch} of ${repository} at ${sha.slice(0, 12)}`,
    ),
    ...steps,
    ...changes.map(printChange),
    ...wanted.map(printWanted),
    ...warnings.map((warning) => `  careful: ${warning}`),
  ];
}

function printChange({ kind, path, before, after }: SpecChange): string {
  const values = { added: after, changed: `${before ?? ""} → ${after ?? ""}`, removed: before }[kind];
  return `  ${signs[kind]} ${path}: ${values ?? ""}`;
}

function printWanted({
  component,
  commit,
  digest,
}: {
  readonly component: string;
  readonly commit: string | null;
  readonly digest: string | null;
}) {
  return `  ${component} shall run ${commit?.slice(0, 12) ?? digest?.slice(0, 19) ?? "what its source gives, which nobody can name beforehand"}`;
}

const dollars = (usd: number) => `$${usd.toFixed(2)}`;
