import type { Metadata } from "next";

import type { SearchParams } from "../../../../filters/parse-view-filters.ts";
import { ItemsPage } from "../../../../items/items-page.tsx";

export const metadata: Metadata = { title: "Behind a number of delivery" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default function DeliveryItemsPage(props: PageProps) {
  return <ItemsPage dashboard="delivery" {...props} />;
}
