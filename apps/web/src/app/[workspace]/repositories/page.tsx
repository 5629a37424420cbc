import type { Metadata } from "next";
import Link from "next/link";

import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { formatDay, formatInstant } from "../../../format/format-instant.ts";
import { formatNumber } from "../../../format/format-number.ts";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest, type RequestScope } from "../../../server/open-request.ts";
import { ImportGuide } from "../import-guide.tsx";

export const metadata: Metadata = { title: "Repositories" };

type PageProps = { readonly params: Promise<{ readonly workspace: string }> };
type Repository = Awaited<ReturnType<RequestScope["actions"]["listRepositories"]["run"]>>["repositories"][number];

export default async function RepositoriesPage({ params }: PageProps) {
  const { workspace: slug } = await params;
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const { repositories } = await actions.listRepositories.run(ctx, {});
    return { repositories, timeZone: workspace.timeZone };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The list of repositories"
        back={{ href: `/${slug}/repositories`, text: "Try again" }}
      />
    );
  }
  const { repositories, timeZone } = loaded.value;
  return (
    <>
      <PageHeader title="Repositories" note="What is known, and up to when" />
      <PageBody>
        {repositories.length > 0 && (
          <ul className="rounded-8 border border-line bg-panel px-4">
            {repositories.map((repository) => (
              <RepositoryLine key={repository.fullName} slug={slug} repository={repository} timeZone={timeZone} />
            ))}
          </ul>
        )}
        <section aria-labelledby="add" className="mt-4 flex max-w-3xl flex-col gap-3">
          <h2 id="add" className="text-16 font-semibold">
            Add data
          </h2>
          <ImportGuide />
        </section>
      </PageBody>
    </>
  );
}

type LineProps = { readonly slug: string; readonly repository: Repository; readonly timeZone: string };

function RepositoryLine({ slug, repository, timeZone }: LineProps) {
  const { fullName, asOf, issues, pullRequests } = repository;
  return (
    <li className="border-t border-line first:border-t-0">
      <Link
        href={`/${slug}/overview?${new URLSearchParams({ repo: fullName }).toString()}`}
        className="-mx-2 flex min-h-14 flex-wrap items-center gap-x-6 gap-y-1 rounded-6 px-2 py-2 hover:bg-hover"
      >
        <span className="min-w-60 flex-1 font-medium break-words">{fullName}</span>
        <span className="w-36 text-13 text-muted tabular-nums md:text-right">
          {formatNumber(pullRequests)} pull requests
        </span>
        <span className="w-24 text-13 text-muted tabular-nums md:text-right">{formatNumber(issues)} issues</span>
        {asOf === null ? (
          <span className="w-32 text-13 text-warning md:text-right">not read yet</span>
        ) : (
          <time
            dateTime={asOf.toISOString()}
            title={formatInstant(asOf.toISOString(), { timeZone })}
            className="w-32 text-13 text-muted tabular-nums md:text-right"
          >
            as of {formatDay(asOf.toISOString(), { timeZone })}
          </time>
        )}
      </Link>
    </li>
  );
}
