import Link from "next/link";

import { PageHeader } from "../../../frame/page-header.tsx";

const sections = [
  { segment: "connections", label: "Connections" },
  { segment: "webhooks", label: "Webhooks" },
  { segment: "delivery", label: "Production" },
  { segment: "workspace", label: "Workspace" },
  { segment: "data", label: "Data" },
  { segment: "members", label: "Members" },
  { segment: "keys", label: "API keys" },
  { segment: "audit", label: "Log" },
  { segment: "account", label: "You" },
] as const;

type SettingsHeaderProps = {
  readonly slug: string;
  readonly current: (typeof sections)[number]["segment"];
  readonly note: string;
};

/** The title of the settings, and the way between their sections. */
export function SettingsHeader({ slug, current, note }: SettingsHeaderProps) {
  return (
    <PageHeader title="Settings" note={note}>
      <nav aria-label="Settings" className="flex flex-wrap gap-1">
        {sections.map(({ segment, label }) => (
          <Link
            key={segment}
            href={`/${slug}/settings/${segment}`}
            prefetch={false}
            aria-current={segment === current ? "page" : undefined}
            className="inline-flex h-10 items-center rounded-8 px-3 text-13 text-muted hover:bg-hover hover:text-text aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-text"
          >
            {label}
          </Link>
        ))}
      </nav>
    </PageHeader>
  );
}
