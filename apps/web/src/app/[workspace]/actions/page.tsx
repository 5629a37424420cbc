import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { parseViewFilters, type SearchParams } from "../../../filters/parse-view-filters.ts";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { holdPage } from "../../../server/hold-page.ts";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { isDocumentRequest, openRequest } from "../../../server/open-request.ts";
import { ActionsBoard } from "./actions-board.tsx";
import { loadActions } from "./load-actions.ts";
import { readWorkflowSort } from "./workflows/workflow-sort.ts";

export const metadata: Metadata = { title: "Actions Monitor" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function ActionsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search, isDocument] = await Promise.all([params, searchParams, isDocumentRequest()]);
  const loaded = await loadOrExplain(async () => {
    const filters = parseViewFilters(search);
    const data = await loadActions(await openRequest(slug), { filters, sort: readWorkflowSort(search["sort"]) });
    // Without any data this page would be a wall of dashes; the first page says how to get some.
    if (data.repositories.every(({ asOf }) => asOf === null)) redirect(`/${slug}`);
    await holdPage(data.window);
    return data;
  });
  if (loaded.isLoaded) return <ActionsBoard data={loaded.value} isDocument={isDocument} />;
  return <ErrorFace {...loaded} what="This view" back={{ href: `/${slug}/actions`, text: "Clear the filters" }} />;
}
