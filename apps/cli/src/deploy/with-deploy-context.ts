import { mkdir, writeFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import path from "node:path";

import { notifySlack, type ActionContext, type DeployAccess } from "@pulse/actions";
import { AppError, identifyProcess } from "@pulse/kit";

import type { CliContext } from "../context.ts";
import { withGitHubContext } from "../with-github-context.ts";

/** As `withGitHubContext`, for commands that ask App Platform. Throws `invalid` without DIGITALOCEAN_ACCESS_TOKEN. */
export async function withDeployContext<T>(
  ctx: CliContext,
  work: (actionCtx: ActionContext) => Promise<T>,
  more: Pick<DeployAccess, "onRun" | "settings"> = {},
): Promise<T> {
  const token = ctx.env.DIGITALOCEAN_ACCESS_TOKEN;
  if (token === undefined) {
    throw new AppError(
      "invalid",
      "Nothing can be asked of App Platform. Set DIGITALOCEAN_ACCESS_TOKEN to a token with app:read and app:update",
    );
  }
  const slack = ctx.env.SLACK_WEBHOOK_URL;
  return await withGitHubContext(ctx, async (actionCtx) => {
    const deploy: DeployAccess = {
      token,
      apiUrl: ctx.env.DIGITALOCEAN_API_URL,
      holder: describeHolder(process.pid),
      isGone,
      keepRecord: async (name, record) => {
        const folder = path.resolve("deployments");
        await mkdir(folder, { recursive: true });
        await writeFile(path.join(folder, name), `${JSON.stringify(record, null, 2)}\n`);
      },
      ...(slack === undefined ? {} : { notify: notifySlack(actionCtx, slack) }),
      ...more,
    };
    return await work({ ...actionCtx, deploy });
  });
}

const describeHolder = (pid: number) => `${userInfo().username}@${hostname()} (${pid})`;

/** Of this machine, that is known; of another, its lease has to end. */
function isGone(holder: string): boolean {
  const [, pid] = /\((\d+)\)$/.exec(holder) ?? [];
  if (pid === undefined || holder !== describeHolder(Number(pid))) return false;
  return identifyProcess(Number(pid)) === null;
}
