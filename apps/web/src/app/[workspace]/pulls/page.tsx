import type { Metadata } from "next";
import { Suspense } from "react";

import { ErrorFace } from "../../../frame/error-face.tsx";
import { loadOrExplain, type Loaded } from "../../../server/load-or-explain.ts";
import { isDocumentRequest, openRequest } from "../../../server/open-request.ts";
import { parsePullFilters, type SearchParams } from "./filters/parse-pull-filters.ts";
import { readItemSort } from "./lists/item-sort.ts";
import { loadPulls, type PullsData } from "./load-pulls.ts";
import { PullsBoard } from "./pulls-board.tsx";
import { PullsSkeleton } from "./pulls-skeleton.tsx";

export const metadata: Metadata = { title: "PR Analytics" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function PullsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search, isDocument] = await Promise.all([params, searchParams, isDocumentRequest()]);
  const loading = loadOrExplain(async () => {
    const filters = parsePullFilters(search);
    return await loadPulls(await openRequest(slug), { filters, sort: readItemSort(search["sort"], "-value") });
  });
  // A document arrives whole; only a navigation inside the app can need the skeleton.
  const data = isDocument ? await loading : loading;
  return (
    <Suspense fallback={<PullsSkeleton />}>
      <Content slug={slug} data={data} isDocument={isDocument} />
    </Suspense>
  );
}

type ContentProps = {
  readonly slug: string;
  readonly data: Loaded<PullsData> | Promise<Loaded<PullsData>>;
  readonly isDocument: boolean;
};

async function Content({ slug, data, isDocument }: ContentProps) {
  const loaded = await data;
  if (loaded.isLoaded) return <PullsBoard data={loaded.value} isDocument={isDocument} />;
  return <ErrorFace {...loaded} what="This view" back={{ href: `/${slug}/pulls`, text: "Clear the filters" }} />;
}
