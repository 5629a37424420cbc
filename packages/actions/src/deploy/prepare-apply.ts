import {
  findComponent,
  listComponents,
  planApply,
  sourceOf,
  type ApplyPlan,
  type RunContext,
  type Spec,
} from "@pulse/deploy";
import { AppError, isAppError } from "@pulse/kit";

import { findApp, getApp } from "./open-deploy.ts";

type Input = {
  readonly app: string | null;
  readonly declared: Spec;
  readonly given: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly areOthersRemoved: boolean;
};

export type PreparedApply = { readonly plan: ApplyPlan; readonly warnings: readonly string[] };

/** Asks what a plan needs to be made, and makes it. Nothing changes. */
export async function prepareApply(ctx: Pick<RunContext, "platform" | "github">, input: Input): Promise<PreparedApply> {
  const app =
    input.app === null ? await findApp(ctx.platform, input.declared.name) : await getApp(ctx.platform, input.app);
  const warnings: string[] = [];
  const heads = new Map<string, string>();
  const asked = new Set<string>();
  for (const { component } of listComponents(input.declared)) {
    const source = sourceOf(component);
    if (source === null || asked.has(source.name)) continue;
    const { name, repository, branch } = source;
    asked.add(name);
    try {
      const head = ctx.github === null ? null : await ctx.github.findHead({ repository, branch });
      if (head !== null) heads.set(name, head);
    } catch (error) {
      if (!isAppError(error)) throw error;
      const code = error.code === "limited" ? "GITHUB_API_RATE_LIMIT: " : "";
      warnings.push(
        `${code}which commit ${name} is at is not known, so that nobody can tell whether it runs: ${error.message}`,
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

/** Env files are named by component, in whole or by the end of the name. */
function nameComponents({ declared, given }: Input): Input["given"] {
  return Object.fromEntries(
    Object.entries(given).map(([service, values]) => {
      const found = findComponent(declared, service);
      if (found !== null) return [found.component.name, values];
      const names = listComponents(declared).map(({ component }) => component.name);
      throw new AppError(
        "invalid",
        `The env file of ${service} belongs to no component of ${declared.name}. It has ${names.join(", ")}`,
      );
    }),
  );
}
