import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { Button } from "../../../../ui/button.tsx";
import { Message } from "../../../../ui/message.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { AuditLineItem } from "./audit-line-item.tsx";

export const metadata: Metadata = { title: "Log" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

const perPage = 50;

export default async function AuditPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, { before }] = await Promise.all([params, searchParams]);
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const beforeId = typeof before === "string" && /^\d{1,15}$/.test(before) ? Number(before) : undefined;
    const page = await actions.listAudit.run(ctx, { limit: perPage, ...(beforeId === undefined ? {} : { beforeId }) });
    return { lines: page.lines, timeZone: workspace.timeZone };
  });
  if (!loaded.isLoaded) {
    return (
      <ErrorFace
        {...loaded}
        what="The log"
        back={{ href: `/${slug}/settings/workspace`, text: "Back to the settings" }}
      />
    );
  }
  const { lines, timeZone } = loaded.value;
  const last = lines.at(-1);
  return (
    <>
      <SettingsHeader slug={slug} current="audit" note="Who changed what, from where, newest first" />
      <PageBody>
        {lines.length === 0 ? (
          <Message icon={ScrollText} title="Nothing was changed yet" className="rounded-8 border border-line bg-panel">
            Every change leaves a line here before it begins.
          </Message>
        ) : (
          <ol className="divide-y divide-line rounded-8 border border-line bg-panel px-4">
            {lines.map((line) => (
              <AuditLineItem key={line.id} line={line} timeZone={timeZone} />
            ))}
          </ol>
        )}
        {lines.length === perPage && last !== undefined && (
          <Button asChild className="self-center">
            <Link href={`/${slug}/settings/audit?before=${last.id}`}>Older</Link>
          </Button>
        )}
      </PageBody>
    </>
  );
}
