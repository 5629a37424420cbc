import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";

import { ActionForm } from "../../../../forms/action-form.tsx";
import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { Message } from "../../../../ui/message.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { CreateHookCard } from "./create-hook-card.tsx";
import { DeliveryList } from "./delivery-list.tsx";
import { recoverForm } from "./form-actions.ts";
import { HookCard } from "./hook-card.tsx";

export const metadata: Metadata = { title: "Webhooks" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

const shownDeliveries = 50;
// A name that means every machine itself is none that GitHub could reach.
const loopback = /^(localhost|127\.|\[::1\]|$)/;

export default async function WebhooksPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const [{ webhooks }, { deliveries }, { connections }] = await Promise.all([
      actions.listWebhooks.run(ctx, {}),
      actions.listDeliveries.run(ctx, { limit: shownDeliveries }),
      actions.listConnections.run(ctx, {}),
    ]);
    const { role } = workspace;
    return { webhooks, deliveries, connections, role, timeZone: workspace.timeZone, now: ctx.clock.now() };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The list of hooks"
        back={{ href: `/${slug}/settings/webhooks`, text: "Try again" }}
      />
    );
  }
  const { webhooks, deliveries, connections, role, timeZone, now } = loaded.value;
  const mayChange = role === "owner" || role === "admin";
  const mayAsk = role !== "viewer";
  const nameOf = new Map(connections.map(({ id, name }) => [id, name]));
  const able = connections.filter(({ kind }) => kind !== "anonymous").map(({ name }) => name);
  const host = (await headers()).get("host") ?? "";
  const origin = loopback.test(host) ? "" : `https://${host}`;
  return (
    <>
      <SettingsHeader slug={slug} current="webhooks" note="What GitHub tells by itself, and what became of it" />
      <PageBody>
        {mayChange && <CreateHookCard slug={slug} connections={able} origin={origin} />}
        {webhooks.length > 0 && (
          <section aria-labelledby="hooks" className="flex flex-col gap-3">
            <h2 id="hooks" className="sr-only">
              Hooks
            </h2>
            <ul className="flex flex-col gap-3">
              {webhooks.map((hook) => (
                <HookCard
                  key={`${hook.connectionId} ${hook.hookId}`}
                  slug={slug}
                  hook={hook}
                  mayChange={mayChange}
                  connection={nameOf.get(hook.connectionId) ?? null}
                  timeZone={timeZone}
                  now={now}
                />
              ))}
            </ul>
            {mayAsk && (
              <ActionForm
                action={recoverForm.bind(null, slug)}
                submit="Ask again for what was missed"
                pending="Asking GitHub…"
              />
            )}
          </section>
        )}
        <section aria-labelledby="deliveries" className="flex flex-col gap-3">
          <h2 id="deliveries" className="text-16 font-semibold">
            Recent deliveries
          </h2>
          {deliveries.length === 0 ? (
            <Message icon={Inbox} title="Nothing has arrived yet" className="rounded-8 border border-line bg-panel">
              What GitHub sends stands here for thirty days, with its outcome.
            </Message>
          ) : (
            <DeliveryList slug={slug} deliveries={deliveries} mayAsk={mayAsk} timeZone={timeZone} now={now} />
          )}
        </section>
      </PageBody>
    </>
  );
}
