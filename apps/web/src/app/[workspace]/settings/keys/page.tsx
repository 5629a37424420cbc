import { KeyRound } from "lucide-react";
import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { Message } from "../../../../ui/message.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { CreateKey } from "./create-key.tsx";
import { KeyCard } from "./key-card.tsx";

export const metadata: Metadata = { title: "API keys" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function KeysPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    return { keys: (await actions.listApiKeys.run(ctx, {})).keys, workspace };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace {...loaded} what="The list of keys" back={{ href: `/${slug}/settings/keys`, text: "Try again" }} />
    );
  }
  const { keys, workspace } = loaded.value;
  return (
    <>
      <SettingsHeader
        slug={slug}
        current="keys"
        note="For programs: one workspace each, and no more than their scopes"
      />
      <PageBody>
        {workspace.role !== "viewer" && <CreateKey slug={slug} />}
        {keys.length === 0 ? (
          <Message icon={KeyRound} title="No API key yet" className="rounded-8 border border-line bg-panel">
            A program sends its key as “Authorization: Bearer phk_…”.
          </Message>
        ) : (
          <section aria-labelledby="keys">
            <h2 id="keys" className="sr-only">
              API keys
            </h2>
            <ul className="flex flex-col gap-3">
              {keys.map((key) => (
                <KeyCard key={key.id} slug={slug} apiKey={key} timeZone={workspace.timeZone} />
              ))}
            </ul>
          </section>
        )}
      </PageBody>
    </>
  );
}
