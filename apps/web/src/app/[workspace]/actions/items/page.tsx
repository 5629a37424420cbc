import type { Metadata } from "next";

import type { SearchParams } from "../../../../filters/parse-view-filters.ts";
import { ItemsPage } from "../../../../items/items-page.tsx";

export const metadata: Metadata = { title: "Runs and jobs behind a number" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default function ActionItemsPage(props: PageProps) {
  return <ItemsPage dashboard="actions" {...props} />;
}
