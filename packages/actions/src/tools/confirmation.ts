// A call that changes something is asked for twice: a model that was talked into it has to say so where a person may read it.
import { createHmac, timingSafeEqual } from "node:crypto";

import { AppError } from "@pulse/kit";

import type { ActionContext } from "../action.ts";

const goodForMs = 5 * 60_000;
const macBytes = 16;
const timeBytes = 8;

type Asked = { readonly tool: string; readonly args: unknown };

/** The error that asks for the second call, with what has to be added to it. */
export function makeConfirmation(
  ctx: ActionContext,
  asked: Asked & { readonly key: string; readonly plan: string },
): AppError {
  const until = Buffer.alloc(timeBytes);
  until.writeBigUInt64BE(BigInt(ctx.clock.now().getTime() + goodForMs));
  const confirmToken = Buffer.concat([until, macOf(ctx, asked, until)]).toString("base64url");
  return new AppError(
    "conflict",
    `${asked.plan}? Nothing has been changed. To do it, call ${asked.tool} again within five minutes with the same arguments, and idempotency_key and confirm_token as in \`add\``,
    { details: { reason: "confirmation_required", add: { idempotency_key: asked.key, confirm_token: confirmToken } } },
  );
}

/** Throws `invalid` for a confirmation of other arguments, of somebody else, or of too long ago. */
export function checkConfirmation(ctx: ActionContext, asked: Asked & { readonly token: string }): void {
  const bytes = Buffer.from(asked.token, "base64url");
  const until = bytes.subarray(0, timeBytes);
  const isWhole = bytes.length === timeBytes + macBytes;
  const isOurs = isWhole && timingSafeEqual(bytes.subarray(timeBytes), macOf(ctx, asked, until));
  if (isOurs && Number(until.readBigUInt64BE()) > ctx.clock.now().getTime()) return;
  throw new AppError(
    "invalid",
    "This confirm_token is of other arguments, of somebody else, or older than five minutes. Call again without it",
  );
}

function macOf({ toolRules, actor }: ActionContext, { tool, args }: Asked, until: Uint8Array): Buffer {
  if (toolRules === undefined) throw new Error("a process that calls tools is given a key for their confirmations");
  const what = JSON.stringify([tool, actor.workspaceId, actor.userId, args]);
  return createHmac("sha256", toolRules.key)
    .update("confirm ")
    .update(until)
    .update(what)
    .digest()
    .subarray(0, macBytes);
}
