import { withService } from "@pulse/db";
import { ensureHook, ensureWebhookSecret, parseHookTarget, saveHookRow } from "@pulse/github";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction, type ActionContext } from "../action.ts";
import { openClient, requireGitHub } from "../connections/open-client.ts";
import { findConnectionFor } from "./find-connection-for.ts";

/** Makes the hook on GitHub, with a secret that nobody sees, and sets it right when it is there already. */
export const createWebhook = defineAction({
  name: "create_webhook",
  summary: "Let GitHub tell at once what happens in a repository or an organisation",
  scope: "admin",
  input: z.object({
    target: z.string().describe("the repository as OWNER/NAME, or an organisation"),
    url: z
      .url({ protocol: /^https?$/, error: "is no address. It looks like https://pulse.example.com" })
      .describe("where GitHub reaches this Pulse-Hub"),
    connection: z
      .string()
      .trim()
      .min(1)
      .optional()
      .describe("the connection to set it with; the one that reads it unless given"),
  }),
  run: async (ctx, input) => {
    const target = parseHookTarget(input.target);
    refuseUnreachable(ctx, input.url);
    const connection = await findConnectionFor(ctx, { target, name: input.connection ?? null });
    const { client } = await openClient(ctx, connection);
    // Stored before GitHub hears of it: its first delivery can be here before its answer.
    const secret = await ensureWebhookSecret({ db: ctx.db, keys: requireGitHub(ctx).keys }, connection);
    const url = new URL(`/api/webhooks/github/${connection.id}`, input.url).href;
    const hook = await ensureHook(client, { target, url, secret });
    const row = {
      workspaceId: ctx.actor.workspaceId,
      connectionId: connection.id,
      hookId: hook.id,
      target: target.name,
    };
    await withService(ctx.db, (tx) => saveHookRow(tx, { ...row, url, events: hook.events }));
    ctx.note({ after: { hookId: hook.id, target: target.name, url, events: hook.events, isNew: hook.isNew } });
    return { ...row, url, events: hook.events, isNew: hook.isNew, connection: connection.name };
  },
});

const loopback = /^(localhost|127\.|\[::1\])/;

function refuseUnreachable(ctx: ActionContext, url: string): void {
  const isPublicGitHub = new URL(requireGitHub(ctx).apiUrl).hostname.endsWith("github.com");
  if (!isPublicGitHub || !loopback.test(new URL(url).host)) return;
  throw new AppError(
    "invalid",
    `GitHub cannot reach ${url}: that name means every machine itself. Give the address under which this Pulse-Hub is seen from outside, or of a tunnel to it`,
  );
}
