import type { Metadata } from "next";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { SettingsHeader } from "../settings-header.tsx";
import { AnotherWorkspace } from "./another-workspace.tsx";
import { DeleteCard } from "./delete-card.tsx";
import { FreeSqlCard } from "./free-sql-card.tsx";
import { LabelGroupCard } from "./label-group-card.tsx";
import { WorkspaceForm } from "./workspace-form.tsx";

export const metadata: Metadata = { title: "Workspace" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

export default async function WorkspacePage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const [settings, { groups }, freeSql] = await Promise.all([
      actions.showWorkspace.run(ctx, {}),
      actions.listLabelGroups.run(ctx, {}),
      actions.showFreeSql.run(ctx, {}),
    ]);
    return { settings, groups, freeSql, role: workspace.role, now: ctx.clock.now() };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace {...loaded} what="The settings" back={{ href: `/${slug}/settings/workspace`, text: "Try again" }} />
    );
  }
  const { settings, groups, freeSql, role, now } = loaded.value;
  return (
    <>
      <SettingsHeader slug={slug} current="workspace" note="What its numbers are computed with" />
      <PageBody>
        <WorkspaceForm slug={slug} settings={settings} mayChange={role === "owner" || role === "admin"} />
        <LabelGroupCard slug={slug} groups={groups} mayChange={role !== "viewer"} />
        <FreeSqlCard slug={slug} isOn={freeSql.isOn} mayChange={role === "owner" || role === "admin"} />
        {role !== "viewer" && <AnotherWorkspace slug={slug} />}
        {role === "owner" && slug !== "default" && <DeleteCard slug={slug} today={now} />}
      </PageBody>
    </>
  );
}
