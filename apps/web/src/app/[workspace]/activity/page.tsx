import { Inbox } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import type { SearchParams } from "../../../filters/parse-view-filters.ts";
import { formatDay } from "../../../format/format-instant.ts";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest } from "../../../server/open-request.ts";
import { Button } from "../../../ui/button.tsx";
import { Message } from "../../../ui/message.tsx";
import { ActivityFilter } from "./activity-filter.tsx";
import { ActivityList } from "./activity-list.tsx";
import { parseActivityQuery, toActivityHref } from "./parse-activity-query.ts";

export const metadata: Metadata = { title: "Activity" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function ActivityPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search] = await Promise.all([params, searchParams]);
  const loaded = await loadOrExplain(async () => {
    const query = parseActivityQuery(search);
    const { actions, ctx, workspace } = await openRequest(slug);
    const [activity, { repositories }] = await Promise.all([
      actions.listActivity.run(ctx, { ...query, repositories: [...query.repositories], kinds: [...query.kinds] }),
      actions.listRepositoryNames.run(ctx, {}),
    ]);
    return { query, activity, repositories, timeZone: workspace.timeZone, drawnAt: ctx.clock.now().toISOString() };
  });
  if (!loaded.isLoaded) {
    return <ErrorFace {...loaded} what="The activity" back={{ href: `/${slug}/activity`, text: "Show all of it" }} />;
  }
  const { query, activity, repositories, timeZone, drawnAt } = loaded.value;
  return (
    <>
      <PageHeader title="Activity" note="What happened, newest first">
        <ActivityFilter slug={slug} query={query} repositories={repositories.map(({ fullName }) => fullName)} />
      </PageHeader>
      <PageBody>
        {activity.entries.length === 0 ? (
          <Message
            icon={Inbox}
            title="Nothing happened here"
            className="min-h-[40vh] rounded-8 border border-line bg-panel"
            action={
              repositories.length === 0 && (
                <Button asChild look="primary">
                  <Link href={`/${slug}/repositories`}>Connect a repository</Link>
                </Button>
              )
            }
          >
            {repositories.length === 0
              ? "No repository is connected or imported yet."
              : `Nothing of this kind since ${formatDay(activity.from.toISOString(), { timeZone })}.`}
          </Message>
        ) : (
          <ActivityList entries={activity.entries} timeZone={timeZone} drawnAt={drawnAt} />
        )}
        <nav aria-label="Pages" className="flex justify-between gap-2">
          {query.before !== null && (
            <Button asChild>
              <Link href={toActivityHref(slug, { ...query, before: null })}>Newest</Link>
            </Button>
          )}
          {activity.next !== null && (
            <Button asChild className="ml-auto">
              <Link href={toActivityHref(slug, { ...query, before: activity.next })} prefetch={false}>
                Older
              </Link>
            </Button>
          )}
        </nav>
      </PageBody>
    </>
  );
}
