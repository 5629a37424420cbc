import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import Form from "next/form";

import type { SearchParams } from "../../../filters/parse-view-filters.ts";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { toSearchParams } from "../../../items/to-search-params.ts";
import { HitGroup } from "../../../search/hit-group.tsx";
import { hitGroups } from "../../../search/hit-groups.ts";
import { toHits } from "../../../search/to-hits.ts";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest } from "../../../server/open-request.ts";
import { Button } from "../../../ui/button.tsx";
import { fieldLook } from "../../../ui/field.tsx";
import { Message } from "../../../ui/message.tsx";

export const metadata: Metadata = { title: "Search" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

const eachKind = 50;

export default async function SearchPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, given] = await Promise.all([params, searchParams]);
  const text = toSearchParams(given).get("q")?.trim() ?? "";
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx } = await openRequest(slug);
    return text === "" ? null : await actions.search.run(ctx, { text, limit: eachKind });
  });
  if (!loaded.isLoaded) {
    return <ErrorFace {...loaded} what="The search" back={{ href: `/${slug}/search`, text: "Search again" }} />;
  }
  const answer = loaded.value;
  const hits = answer === null ? [] : toHits(answer, slug);
  return (
    <>
      <PageHeader title="Search" note="Issues and pull requests by number or title, repositories and people by name">
        <Form key={text} action={`/${slug}/search`} role="search" className="flex w-full gap-2 md:w-96">
          <input
            type="search"
            name="q"
            aria-label="Search"
            defaultValue={text}
            maxLength={200}
            autoComplete="off"
            className={`${fieldLook} min-w-0 flex-1`}
          />
          <Button type="submit">Search</Button>
        </Form>
      </PageHeader>
      <PageBody>
        {answer !== null && hits.length === 0 && (
          <Message
            icon={SearchX}
            title={`Nothing here is called “${text}”`}
            className="min-h-[40vh] rounded-8 border border-line bg-panel"
          >
            Titles are found by their words, the last of which may be unfinished; names by any part of them.
          </Message>
        )}
        {hitGroups.map(({ group, title }) => (
          <HitGroup
            key={group}
            title={title}
            hits={hits.filter((hit) => hit.group === group)}
            note={answer === null ? null : noteOf(group, answer)}
          />
        ))}
      </PageBody>
    </>
  );
}

const kindOf = { items: "item", repositories: "repository", people: "person" } as const;

/** What is not shown, and how to come to it. */
function noteOf(
  group: keyof typeof kindOf,
  { more, isCommon }: { readonly more: readonly string[]; readonly isCommon: boolean },
): string | null {
  if (group === "items" && isCommon) {
    return "Thousands of titles have these words, and only a part was looked through. Add a word.";
  }
  return more.includes(kindOf[group]) ? `There are more than these ${eachKind}. Add a word, or more letters.` : null;
}
