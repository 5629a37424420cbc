"use server";

import { AppError } from "@pulse/kit";

import type { FormState } from "../../../../forms/form-state.ts";
import { readField, runForm } from "../../../../forms/run-form.ts";

export async function createHookForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const made = await actions.createWebhook.run(ctx, {
      target: readField(form, "target") ?? "",
      url: readField(form, "url") ?? "",
      connection: readField(form, "connection"),
    });
    return {
      message: `GitHub tells ${made.url} what happens in ${made.target}${made.isNew ? "" : ": the hook that was there is set right"}.`,
    };
  });
}

export async function replayForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { event } = await actions.replayDelivery.run(ctx, { delivery: readField(form, "delivery") ?? "" });
    return { message: `Queued: the worker processes this ${event} again` };
  });
}

export async function redeliverForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { event } = await actions.redeliverDelivery.run(ctx, { delivery: readField(form, "delivery") ?? "" });
    return { message: `GitHub was asked to deliver this ${event} again` };
  });
}

export async function recoverForm(slug: string, _before: FormState, _form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const { webhooks } = await actions.recoverWebhooks.run(ctx, {});
    return {
      message: `GitHub was asked for what it could not deliver, at ${webhooks.length} ${webhooks.length === 1 ? "hook" : "hooks"}.`,
    };
  });
}

export async function rotateForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const finish = form.get("finish") === "true";
    const connection = readField(form, "connection") ?? "";
    await actions.rotateWebhookSecret.run(ctx, { connection, finish });
    return {
      message: finish
        ? `Only the newest secret of "${connection}" is taken from now on.`
        : `The hooks of "${connection}" have a new secret. The one before is taken too, until you end it.`,
    };
  });
}

export async function removeHookForm(slug: string, _before: FormState, form: FormData): Promise<FormState> {
  return await runForm(slug, async ({ actions, ctx }) => {
    const target = readField(form, "target") ?? "";
    if (readField(form, "confirm")?.toLowerCase() !== target.toLowerCase()) {
      throw new AppError("invalid", `Type ${target} to remove its hook`);
    }
    await actions.removeWebhook.run(ctx, { target });
    return { message: `The hook on ${target} is removed from GitHub. What it delivered stays.` };
  });
}
