import type { Metadata } from "next";
import { redirect } from "next/navigation";

import { parseViewFilters, type SearchParams } from "../../../filters/parse-view-filters.ts";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { holdPage } from "../../../server/hold-page.ts";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { isDocumentRequest, openRequest } from "../../../server/open-request.ts";
import { DeliveryBoard } from "./delivery-board.tsx";
import { loadDelivery } from "./load-delivery.ts";

export const metadata: Metadata = { title: "Delivery" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function DeliveryPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search, isDocument] = await Promise.all([params, searchParams, isDocumentRequest()]);
  const loaded = await loadOrExplain(async () => {
    const filters = parseViewFilters(search);
    const data = await loadDelivery(await openRequest(slug), filters);
    // Without any data this page would be a wall of dashes; the first page says how to get some.
    if (data.repositories.every(({ asOf }) => asOf === null)) redirect(`/${slug}`);
    await holdPage(data.window);
    return data;
  });
  if (loaded.isLoaded) return <DeliveryBoard data={loaded.value} isDocument={isDocument} />;
  return <ErrorFace {...loaded} what="This view" back={{ href: `/${slug}/delivery`, text: "Clear the filters" }} />;
}
