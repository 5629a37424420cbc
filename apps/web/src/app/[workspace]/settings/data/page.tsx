import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { explainError } from "../../../../problem/explain-error.ts";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest, type RequestScope } from "../../../../server/open-request.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { EraseCard } from "./erase-card.tsx";
import { ExportsCard } from "./exports-card.tsx";
import { RetentionForm } from "./retention-form.tsx";

export const metadata: Metadata = { title: "Data" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function DataPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, query] = await Promise.all([params, searchParams]);
  const person = typeof query["person"] === "string" ? query["person"].trim() : "";
  const erased = typeof query["erased"] === "string" ? query["erased"] : null;
  const loaded = await loadOrExplain(async () => {
    const scope = await openRequest(slug);
    const mayChange = scope.workspace.role === "owner" || scope.workspace.role === "admin";
    const [retention, { exports }, erasure] = await Promise.all([
      scope.actions.showRetention.run(scope.ctx, {}),
      scope.actions.listExports.run(scope.ctx, {}),
      mayChange && person !== "" ? findErasure(scope, person) : null,
    ]);
    return { retention, exports, erasure, mayChange, timeZone: scope.workspace.timeZone };
  });
  if (!loaded.isLoaded) {
    return <ErrorFace {...loaded} what="The settings" back={{ href: `/${slug}/settings/data`, text: "Try again" }} />;
  }
  const { retention, exports, erasure, mayChange, timeZone } = loaded.value;
  return (
    <>
      <SettingsHeader
        slug={slug}
        current="data"
        note="How long what is kept, files of it, and how somebody is erased"
      />
      <PageBody>
        <RetentionForm slug={slug} retention={retention} mayChange={mayChange} />
        <ExportsCard slug={slug} timeZone={timeZone} exports={exports} mayTakeAll={mayChange} />
        {mayChange && <EraseCard slug={slug} person={person} found={erasure} erased={erased} />}
      </PageBody>
    </>
  );
}

/** What erasing this person would do, or in words why it cannot be told: a name that nobody has is no failure of the page. */
async function findErasure({ actions, ctx }: RequestScope, person: string) {
  try {
    return { erasure: await actions.showErasure.run(ctx, { person }), problem: null };
  } catch (error) {
    const { detail, isBug } = explainError(error);
    if (isBug) throw error;
    return { erasure: null, problem: detail };
  }
}
