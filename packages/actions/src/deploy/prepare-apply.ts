import { listComponents, planApply, type ApplyPlan, type RunContext, type Spec } from "@pulse/deploy";
import { AppError, isAppError } from "@pulse/kit";

import { getApp } from "./open-deploy.ts";

type Input = {
  readonly app: string | null;
  readonly declared: Spec;
  readonly given: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly areOthersRemoved: boolean;
};

export type PreparedApply = { readonly plan: ApplyPlan; readonly warnings: readonly string[] };

/** Asks what a plan needs to be made, and makes it. Nothing changes. */
export async function prepareApply(ctx: Pick<RunContext, "platform" | "github">, input: Input): Promise<PreparedApply> {
  const app = await getApp(ctx.platform, input.app ?? input.declared.name);
  const warnings: string[] = [];
  const heads = new Map<string, string>();
  const asked = new Set<string>();
  for (const { component } of listComponents(input.declared)) {
    const { repo: repository, branch = "main" } = component.github ?? {};
    if (repository === undefined || asked.has(`${repository}@${branch}`)) continue;
    asked.add(`${repository}@${branch}`);
    try {
      const head = ctx.github === null ? null : await ctx.github.findHead({ repository, branch });
      if (head !== null) heads.set(`${repository}@${branch}`, head);
    } catch (error) {
      if (!isAppError(error)) throw error;
      const code = error.code === "limited" ? "GITHUB_API_RATE_LIMIT: " : "";
      warnings.push(
        `${code}which commit ${repository}@${branch} is at is not known, so that nobody can tell whether it runs: ${error.message}`,
      );
    }
  }
  const sizes = await ctx.platform.listSizes();
  return {
    plan: planApply({
      app,
      declared: input.declared,
      given: nameComponents(input),
      sizes,
      heads,
      areOthersRemoved: input.areOthersRemoved,
    }),
    warnings,
  };
}

/** Env files are named by service, in whole or by the end of the name: `web` is pulse-hub-web. */
function nameComponents({ declared, given }: Input): Input["given"] {
  const names = listComponents(declared).map(({ component }) => component.name);
  return Object.fromEntries(
    Object.entries(given).map(([service, values]) => {
      const found = names.includes(service) ? [service] : names.filter((name) => name.endsWith(`-${service}`));
      const [name, ...others] = found;
      if (name !== undefined && others.length === 0) return [name, values];
      throw new AppError(
        "invalid",
        `The env file of ${service} belongs to no component of ${declared.name}. It has ${names.join(", ")}`,
      );
    }),
  );
}
