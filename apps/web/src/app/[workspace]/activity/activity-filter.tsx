import Form from "next/form";
import Link from "next/link";

import { Button } from "../../../ui/button.tsx";
import { fieldLook } from "../../../ui/field.tsx";
import { kindWords } from "./kind-words.ts";
import { toActivityHref, type ActivityQuery } from "./parse-activity-query.ts";

type ActivityFilterProps = {
  readonly slug: string;
  readonly query: ActivityQuery;
  readonly repositories: readonly string[];
};

/** A plain form of the address: it works before any script has run. */
export function ActivityFilter({ slug, query, repositories }: ActivityFilterProps) {
  const isNarrowed = query.repositories.length + query.kinds.length > 0 || query.person !== "";
  const key = toActivityHref(slug, { ...query, before: null });
  return (
    <Form
      key={key}
      action={`/${slug}/activity`}
      scroll={false}
      className="flex w-full flex-wrap items-center gap-2 md:w-auto"
    >
      <select
        name="repo"
        aria-label="Repository"
        defaultValue={query.repositories[0] ?? ""}
        className={`${fieldLook} min-w-0 flex-1 md:w-52 md:flex-none`}
      >
        <option value="">all repositories</option>
        {repositories.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <select
        name="kind"
        aria-label="Kind"
        defaultValue={query.kinds[0] ?? ""}
        className={`${fieldLook} min-w-0 flex-1 md:w-48 md:flex-none`}
      >
        <option value="">everything</option>
        {Object.entries(kindWords).map(([kind, { many }]) => (
          <option key={kind} value={kind}>
            {many}
          </option>
        ))}
      </select>
      <input
        name="person"
        aria-label="Person"
        placeholder="anybody"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        defaultValue={query.person}
        className={`${fieldLook} min-w-0 flex-1 md:w-36 md:flex-none`}
      />
      <Button type="submit">Filter</Button>
      {isNarrowed && (
        <Button asChild look="quiet">
          <Link href={`/${slug}/activity`} prefetch={false}>
            Clear
          </Link>
        </Button>
      )}
    </Form>
  );
}
