import { AppError, isAppError } from "@pulse/kit";
import { z } from "zod";

import type { GitHubClient } from "../client/github-client.ts";
import { organisationHookEvents, repositoryHookEvents } from "./hook-events.ts";
import type { HookTarget } from "./hook-target.ts";

const hookSchema = z.object({
  id: z.int().positive(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({ url: z.string().nullish() }),
});

export type WrittenHook = { readonly id: number; readonly events: readonly string[]; readonly isNew: boolean };

type Wanted = { readonly target: HookTarget; readonly url: string; readonly secret: string };

/**
 * Makes the hook at this target, or sets the one that already sends to this address: events, secret, active. Throws `forbidden` with the right
 * that is missing.
 */
export async function ensureHook(client: GitHubClient, wanted: Wanted): Promise<WrittenHook> {
  const { target } = wanted;
  try {
    const known = await findHook(client, wanted);
    const answer =
      known === null
        ? await client.post(target.path, { name: "web", ...settingsOf(wanted) })
        : await client.patch(`${target.path}/${known}`, settingsOf(wanted));
    const hook = hookSchema.parse(answer.data);
    return { id: hook.id, events: hook.events, isNew: known === null };
  } catch (error) {
    throw explain(error, target);
  }
}

/** Gives a hook another secret. */
export async function setHookSecret(
  client: GitHubClient,
  input: { readonly target: HookTarget; readonly hookId: number; readonly url: string; readonly secret: string },
): Promise<void> {
  const { target, hookId } = input;
  try {
    await client.patch(`${target.path}/${hookId}`, { config: configOf(input) });
  } catch (error) {
    throw explain(error, target);
  }
}

/** Removes a hook. One that is gone already is as good. */
export async function deleteHook(
  client: GitHubClient,
  input: { readonly target: HookTarget; readonly hookId: number },
): Promise<void> {
  try {
    await client.delete(`${input.target.path}/${input.hookId}`);
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return;
    throw explain(error, input.target);
  }
}

async function findHook(client: GitHubClient, { target, url }: Wanted): Promise<number | null> {
  for (let next: string | null = `${target.path}?per_page=100`; next !== null;) {
    const answer = await client.get(next);
    if (answer.isNotModified) return null;
    const found = z
      .array(hookSchema)
      .parse(answer.data)
      .find((hook) => hook.config.url === url);
    if (found !== undefined) return found.id;
    next = answer.next;
  }
  return null;
}

function settingsOf(wanted: Wanted) {
  const events = wanted.target.kind === "repository" ? repositoryHookEvents : organisationHookEvents;
  return { active: true, events, config: configOf(wanted) };
}

function configOf({ url, secret }: { readonly url: string; readonly secret: string }) {
  return { url, secret, content_type: "json", insecure_ssl: "0" };
}

function explain(error: unknown, target: HookTarget): unknown {
  if (!isAppError(error) || (error.code !== "not_found" && error.code !== "forbidden")) return error;
  const right =
    target.kind === "repository"
      ? `be an administrator of ${target.name}, with the scope admin:repo_hook (or, fine-grained, "Webhooks: read and write")`
      : `be an owner of ${target.name}, with the scope admin:org_hook (or, fine-grained, "Organization webhooks: read and write")`;
  return new AppError("forbidden", `GitHub does not let this connection set hooks there. Whoever it is must ${right}`, {
    cause: error,
  });
}
