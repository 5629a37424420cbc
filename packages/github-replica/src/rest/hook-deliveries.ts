/** What was sent to a hook, as GitHub lists it: the same for hooks of repositories, of organisations and of apps. */
import type { Delivery, Hooks } from "../hooks/create-hooks.ts";
import { found, type RestAnswer, type RestRequest } from "./answer.ts";
import { pageSizeOf } from "./paginate.ts";

type Listed = { readonly hookId: number; readonly url: string };

/** Newest first, by cursor. */
export function listDeliveries(
  hooks: Hooks,
  { query }: Pick<RestRequest, "query">,
  { hookId, url }: Listed,
): RestAnswer {
  const status = query.get("status");
  const isFailed = (one: Delivery) => one.statusCode < 200 || one.statusCode >= 400;
  const newestFirst = hooks
    .deliveries()
    .filter((one) => one.hookId === hookId && (status === null || isFailed(one) === (status === "failure")))
    .toReversed();
  const cursor = query.get("cursor");
  const rest =
    cursor === null ? newestFirst : newestFirst.filter((one) => one.id <= Number(cursor.replace(/^v1_/, "")));
  const page = rest.slice(0, pageSizeOf(query));
  const after = rest[page.length];
  const next = new URLSearchParams(query);
  if (after !== undefined) next.set("cursor", `v1_${after.id}`);
  const link = `<${url}?${next.toString()}>; rel="next"`;
  return { ...found(page.map((one) => renderDelivery(one))), ...(after === undefined ? {} : { headers: { link } }) };
}

export function findDelivery(
  hooks: Hooks,
  asked: { readonly hookId: number; readonly id: string | undefined },
): Delivery | null {
  return hooks.deliveries().find((one) => one.id === Number(asked.id) && one.hookId === asked.hookId) ?? null;
}

export function sendAgain(hooks: Hooks, delivery: Delivery): RestAnswer {
  void hooks.redeliver(delivery.id);
  return { status: 202, body: {} };
}

/** `url`: of the list it is in. */
export function renderWholeDelivery(delivery: Delivery, url: string) {
  const payload: unknown = JSON.parse(delivery.body);
  return {
    ...renderDelivery(delivery),
    url: `${url}/${delivery.id}`,
    request: { headers: delivery.requestHeaders, payload },
    response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
  };
}

function renderDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.isRedelivery,
    duration: Math.round(delivery.durationMs) / 1000,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}
