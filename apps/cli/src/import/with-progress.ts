import type { ActionContext } from "@pulse/actions";

import type { CliContext } from "../context.ts";
import type { Progress } from "../progress.ts";

/** Shows a bar of rows while an import runs, and ends it whatever happens. */
export async function withProgress<T>(
  ctx: CliContext,
  input: { readonly label: string; readonly unit: string; readonly actionCtx: ActionContext },
  work: (actionCtx: ActionContext) => Promise<T>,
): Promise<T> {
  const shown: { bar: Progress | null } = { bar: null };
  try {
    return await work({
      ...input.actionCtx,
      onProgress: ({ done, total }) => {
        shown.bar ??= ctx.progress({ label: input.label, unit: input.unit, ...(total === undefined ? {} : { total }) });
        shown.bar.update(done);
      },
    });
  } finally {
    shown.bar?.finish();
  }
}
