import Link from "next/link";

import { deployHref, type DeployPage } from "./deploy-page.ts";

type AppChoiceProps = { readonly page: DeployPage; readonly apps: readonly string[]; readonly current: string | null };

/** Which of the apps that the token sees. */
export function AppChoice({ page, apps, current }: AppChoiceProps) {
  return (
    <nav aria-label="Apps" className="flex min-w-0 flex-wrap gap-1">
      {apps.map((app) => (
        <Link
          key={app}
          href={deployHref(page, { app })}
          prefetch={false}
          aria-current={app === current ? "true" : undefined}
          className="inline-flex h-10 max-w-full items-center rounded-8 px-3 text-13 text-muted hover:bg-hover hover:text-text aria-[current=true]:bg-hover aria-[current=true]:font-medium aria-[current=true]:text-text"
        >
          <span className="truncate">{app}</span>
        </Link>
      ))}
    </nav>
  );
}
