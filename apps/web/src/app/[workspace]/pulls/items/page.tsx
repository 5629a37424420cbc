import type { Metadata } from "next";

import type { SearchParams } from "../../../../filters/parse-view-filters.ts";
import { ItemsPage } from "../../../../items/items-page.tsx";

export const metadata: Metadata = { title: "Pull requests behind a number" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default function PullItemsPage(props: PageProps) {
  return <ItemsPage dashboard="pulls" {...props} />;
}
