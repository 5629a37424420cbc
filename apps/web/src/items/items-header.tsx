import { ArrowLeft } from "lucide-react";
import Link from "next/link";

import { PageHeader } from "../frame/page-header.tsx";
import { formatWindow } from "../format/format-instant.ts";
import type { MetricAnswer } from "../metric/metric-answer.ts";
import { Button } from "../ui/button.tsx";
import { dashboardHref, fileHref, type ItemsPlace } from "./items-place.ts";

type ItemsHeaderProps = {
  readonly place: ItemsPlace;
  readonly title: string;
  /** How much there is of what. */
  readonly count: string;
  readonly of: Pick<MetricAnswer, "from" | "repositories" | "time_zone" | "to">;
};

export function ItemsHeader({ place, title, count, of }: ItemsHeaderProps) {
  const where = of.repositories.length === 1 ? of.repositories[0] : `${of.repositories.length} repositories`;
  const narrowings = ["label_group", "label", "person", "team"].flatMap((name) =>
    place.search.getAll(name).map((text) => text || "no label"),
  );
  return (
    <PageHeader
      title={title}
      note={[count, formatWindow(of, { timeZone: of.time_zone }), where, ...narrowings].join(" · ")}
    >
      <div className="flex flex-wrap items-center gap-2">
        <FileLink place={place} format="csv" />
        <FileLink place={place} format="json" />
        <Button asChild>
          <Link href={dashboardHref(place)}>
            <ArrowLeft aria-hidden size={14} />
            Dashboard
          </Link>
        </Button>
      </div>
    </PageHeader>
  );
}

function FileLink({ place, format }: { readonly place: ItemsPlace; readonly format: "csv" | "json" }) {
  return (
    <Button asChild>
      <a href={fileHref(place, format)} download>
        {format.toUpperCase()}
      </a>
    </Button>
  );
}
