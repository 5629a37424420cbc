import type { Delivery, Hook, HookOwner, Hooks } from "../hooks/create-hooks.ts";
import { canAdminister, isOwnerOf } from "../server/access.ts";
import { refusalOf } from "../server/lacks-permission.ts";
import { ensureAccount } from "../world/create-world.ts";
import { found, notFound, refuse, type RestAnswer, type RestRequest, type Route } from "./answer.ts";
import { findDelivery, listDeliveries, renderWholeDelivery, sendAgain } from "./hook-deliveries.ts";
import { paginate } from "./paginate.ts";
import { apiUrlOf } from "./urls.ts";
import { readHookInput } from "./read-hook-input.ts";

type Place = { readonly owner: HookOwner; readonly url: string };
type At = RestRequest & { readonly place: Place };

/** Hooks of repositories and organisations, and what was sent to them. */
export function createHookRoutes(hooks: Hooks): readonly Route[] {
  const table: readonly (readonly [Route["method"], string, (at: At) => RestAnswer])[] = [
    ["GET", "", (at) => paginate(at, hooks.listOf(at.place.owner), (hook) => renderHook(at.place, hook))],
    ["POST", "", (at) => createHook(hooks, at)],
    ["GET", "/{id}", (at) => withHook(hooks, at, (hook) => found(renderHook(at.place, hook)))],
    ["PATCH", "/{id}", (at) => withHook(hooks, at, (hook) => updateHook(at, hook))],
    ["DELETE", "/{id}", (at) => withHook(hooks, at, (hook) => remove(hooks, hook))],
    ["POST", "/{id}/pings", (at) => withHook(hooks, at, (hook) => ping(hooks, at, hook))],
    ["GET", "/{id}/deliveries", (at) => withHook(hooks, at, (hook) => listDeliveries(hooks, at, toListed(at, hook)))],
    [
      "GET",
      "/{id}/deliveries/{delivery}",
      (at) => withDelivery(hooks, at, (delivery, hook) => found(renderWholeDelivery(delivery, toListed(at, hook).url))),
    ],
    ["POST", "/{id}/deliveries/{delivery}/attempts", (at) => withDelivery(hooks, at, (one) => sendAgain(hooks, one))],
  ];
  return table.flatMap(([method, path, run]): Route[] => [
    { method, of: "repository", path: `/hooks${path}`, run: (request) => inRepository(request, run) },
    { method, of: "root", path: `/orgs/{org}/hooks${path}`, run: (request) => inOrganisation(request, run) },
  ]);
}

function inRepository(
  request: RestRequest & { readonly repository: Parameters<typeof canAdminister>[2] },
  run: (at: At) => RestAnswer,
): RestAnswer {
  const { world, caller, repository, urls } = request;
  if (!canAdminister(world, caller, repository)) return notFound();
  const refusal = refuseRights(request, { scope: "repo_hook", permission: "repository_hooks" });
  if (refusal !== null) return refusal;
  const owner: HookOwner = { kind: "repository", repositoryId: repository.id };
  return run({ ...request, place: { owner, url: apiUrlOf(urls, repository) } });
}

function inOrganisation(request: RestRequest, run: (at: At) => RestAnswer): RestAnswer {
  const { world, caller, urls, params } = request;
  const login = params["org"] ?? "";
  const isOwner = "login" in caller ? isOwnerOf(world, caller.login, login) : caller.kind === "installation";
  if (!isOwner) return notFound();
  const refusal = refuseRights(request, { scope: "org_hook", permission: "organization_hooks" });
  if (refusal !== null) return refusal;
  return run({ ...request, place: { owner: { kind: "organisation", login }, url: `${urls.api}/orgs/${login}` } });
}

// A classic token without the scope is told that there is nothing; a fine-grained one is told what it lacks.
function refuseRights(
  { caller }: RestRequest,
  needed: { readonly scope: "repo_hook" | "org_hook"; readonly permission: string },
): RestAnswer | null {
  if (caller.kind === "token") {
    const scopes = [
      `admin:${needed.scope}`,
      `write:${needed.scope}`,
      ...(needed.scope === "repo_hook" ? ["repo"] : []),
    ];
    return caller.scopes.some((scope) => scopes.includes(scope)) ? null : notFound();
  }
  if (caller.kind === "fine_grained_token" || caller.kind === "installation") {
    return caller.permissions[needed.permission] === undefined ? refuse(403, refusalOf(caller)) : null;
  }
  return notFound();
}

function createHook(hooks: Hooks, at: At): RestAnswer {
  const input = readHookInput(at.body);
  if (input === null || input.url === undefined) {
    return refuse(422, "Validation Failed", {
      errors: [{ resource: "Hook", code: "custom", message: "config.url is missing" }],
    });
  }
  if (hooks.listOf(at.place.owner).some((hook) => hook.url === input.url)) {
    return refuse(422, "Validation Failed", {
      errors: [{ resource: "Hook", code: "custom", message: "Hook already exists on this repository" }],
    });
  }
  const { url, secret = "", events = ["push"], ...rest } = input;
  const hook = hooks.add({ owner: at.place.owner, url, secret, events, ...rest });
  ping(hooks, at, hook);
  return { status: 201, body: renderHook(at.place, hook) };
}

function updateHook(at: At, hook: Hook): RestAnswer {
  Object.assign(hook, readHookInput(at.body) ?? {}, {
    updatedAt: at.world.clock.now().toISOString().replace(/\.\d+/, ""),
  });
  return found(renderHook(at.place, hook));
}

function remove(hooks: Hooks, hook: Hook): RestAnswer {
  hooks.remove(hook.id);
  return { status: 204, body: null };
}

function ping(hooks: Hooks, at: At, hook: Hook): RestAnswer {
  const { world, caller, place } = at;
  const repository =
    place.owner.kind === "repository" ? (world.repositories.get(place.owner.repositoryId) ?? null) : null;
  const organisation = place.owner.kind === "organisation" ? ensureAccount(world, place.owner.login) : null;
  const sender =
    "login" in caller ? ensureAccount(world, caller.login) : (repository?.owner ?? ensureAccount(world, "ghost"));
  const payload = { zen: "Keep it logically awesome.", hook_id: hook.id, hook: renderHook(place, hook) };
  hooks.queue(hook, { event: "ping", action: null, repository, organisation, sender, payload });
  return { status: 204, body: null };
}

function withHook(hooks: Hooks, at: At, run: (hook: Hook) => RestAnswer): RestAnswer {
  const hook = hooks.listOf(at.place.owner).find((one) => one.id === Number(at.params["id"]));
  return hook === undefined ? notFound() : run(hook);
}

function toListed(at: At, hook: Hook): { readonly hookId: number; readonly url: string } {
  return { hookId: hook.id, url: `${at.place.url}/hooks/${hook.id}/deliveries` };
}

function withDelivery(hooks: Hooks, at: At, run: (delivery: Delivery, hook: Hook) => RestAnswer): RestAnswer {
  return withHook(hooks, at, (hook) => {
    const delivery = findDelivery(hooks, { hookId: hook.id, id: at.params["delivery"] });
    return delivery === null ? notFound() : run(delivery, hook);
  });
}

function renderHook({ owner, url }: Place, hook: Hook) {
  const own = `${url}/hooks/${hook.id}`;
  return {
    type: owner.kind === "repository" ? "Repository" : "Organization",
    id: hook.id,
    name: "web",
    active: hook.isActive,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: "0",
      url: hook.url,
      // What a secret is, GitHub never shows again.
      ...(hook.secret === "" ? {} : { secret: "********" }),
    },
    updated_at: hook.updatedAt,
    created_at: hook.createdAt,
    url: own,
    ...(owner.kind === "repository" ? { test_url: `${own}/test` } : {}),
    ping_url: `${own}/pings`,
    deliveries_url: `${own}/deliveries`,
    ...(owner.kind === "repository" ? { last_response: { code: null, status: "unused", message: null } } : {}),
  };
}
