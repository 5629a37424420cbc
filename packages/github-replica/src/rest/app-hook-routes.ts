import type { Hook, Hooks } from "../hooks/create-hooks.ts";
import { found, notFound, refuse, type RestAnswer, type RestRequest, type Route } from "./answer.ts";
import { findDelivery, listDeliveries, renderWholeDelivery, sendAgain } from "./hook-deliveries.ts";

/** The one hook of a GitHub App, seen by the App itself: https://docs.github.com/rest/apps/webhooks */
export function createAppHookRoutes(hooks: Hooks): readonly Route[] {
  const table: readonly (readonly [Route["method"], string, (request: RestRequest, hook: Hook) => RestAnswer])[] = [
    ["GET", "/config", (_request, hook) => found(renderConfig(hook))],
    ["GET", "/deliveries", (request, hook) => listDeliveries(hooks, request, { hookId: hook.id, url: urlOf(request) })],
    [
      "GET",
      "/deliveries/{delivery}",
      (request, hook) =>
        withDelivery(hooks, { request, hook }, (one) => found(renderWholeDelivery(one, urlOf(request)))),
    ],
    [
      "POST",
      "/deliveries/{delivery}/attempts",
      (request, hook) => withDelivery(hooks, { request, hook }, (one) => sendAgain(hooks, one)),
    ],
  ];
  return table.map(([method, path, run]) => ({
    method,
    of: "root",
    path: `/app/hook${path}`,
    run: (request) => {
      const { caller } = request;
      if (caller.kind !== "app") return refuse(401, "A JSON web token could not be decoded");
      const hook = hooks.listOf({ kind: "app", appId: caller.appId, installations: [] })[0];
      return hook === undefined ? notFound() : run(request, hook);
    },
  }));
}

function withDelivery(
  hooks: Hooks,
  at: { readonly request: RestRequest; readonly hook: Hook },
  run: (delivery: NonNullable<ReturnType<typeof findDelivery>>) => RestAnswer,
): RestAnswer {
  const delivery = findDelivery(hooks, { hookId: at.hook.id, id: at.request.params["delivery"] });
  return delivery === null ? notFound() : run(delivery);
}

function urlOf({ urls }: RestRequest): string {
  return `${urls.api}/app/hook/deliveries`;
}

function renderConfig(hook: Hook) {
  return { content_type: hook.contentType, insecure_ssl: "0", url: hook.url, secret: "********" };
}
