import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { parseViewFilters, type SearchParams } from "../../../filters/parse-view-filters.ts";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { holdPage } from "../../../server/hold-page.ts";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { isDocumentRequest, openRequest } from "../../../server/open-request.ts";
import { loadTeam } from "./load-team.ts";
import { readPersonSort } from "./people/person-sort.ts";
import { TeamBoard } from "./team-board.tsx";

export const metadata: Metadata = { title: "Team Performance" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function TeamPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search, isDocument] = await Promise.all([params, searchParams, isDocumentRequest()]);
  const loaded = await loadOrExplain(async () => {
    const filters = parseViewFilters(search);
    const data = await loadTeam(await openRequest(slug), { filters, sort: readPersonSort(search["sort"]) });
    // Without any data this page would be a wall of dashes; the first page says how to get some.
    if (data.repositories.every(({ asOf }) => asOf === null)) redirect(`/${slug}`);
    await holdPage(data.window);
    return data;
  });
  if (loaded.isLoaded) return <TeamBoard data={loaded.value} isDocument={isDocument} />;
  return <ErrorFace {...loaded} what="This view" back={{ href: `/${slug}/team`, text: "Clear the filters" }} />;
}
