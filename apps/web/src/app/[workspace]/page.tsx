import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { ErrorFace } from "../../frame/error-face.tsx";
import { loadOrExplain } from "../../server/load-or-explain.ts";
import { openRequest } from "../../server/open-request.ts";
import { FirstRun } from "./first-run.tsx";

export const metadata: Metadata = { title: "Get started" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };

/** The dashboard once there is data; until then, how to get some in. */
export default async function WorkspacePage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx } = await openRequest(slug);
    const { repositories } = await actions.listRepositoryNames.run(ctx, {});
    return repositories.some(({ asOf }) => asOf !== null);
  });
  if (!loaded.isLoaded)
    return <ErrorFace {...loaded} what="This workspace" back={{ href: `/${slug}`, text: "Try again" }} />;
  if (loaded.value) redirect(`/${slug}/overview`);
  return <FirstRun />;
}
