import { Rocket } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";

import type { SearchParams } from "../../../../filters/parse-view-filters.ts";
import { ErrorFace } from "../../../../frame/error-face.tsx";
import { PageBody } from "../../../../frame/page-body.tsx";
import { toSearchParams } from "../../../../items/to-search-params.ts";
import { loadOrExplain } from "../../../../server/load-or-explain.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { Button } from "../../../../ui/button.tsx";
import { Message } from "../../../../ui/message.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { PreviewCard } from "./preview-card.tsx";
import { readRuleDraft } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";
import { RuleList } from "./rule-list.tsx";

export const metadata: Metadata = { title: "What counts as production" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<SearchParams>;
};

export default async function DeliveryRulesPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, given] = await Promise.all([params, searchParams]);
  const search = toSearchParams(given);
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx, workspace } = await openRequest(slug);
    const { rules } = await actions.listDeliveryRules.run(ctx, {});
    const wanted = (search.get("repo") ?? "").toLowerCase();
    const chosen = rules.find(({ repository }) => repository.toLowerCase() === wanted) ?? rules[0];
    if (chosen === undefined) return { rules, chosen: null };
    const { repository, isDefault: _default, deployments: _deployments, incidents: _incidents, ...saved } = chosen;
    const rule = readRuleDraft((name) => search.get(name), saved);
    const preview = await actions.previewDeliveryRule.run(ctx, { repository, ...rule });
    const isDraft = JSON.stringify(rule) !== JSON.stringify(readRuleDraft(() => null, saved));
    const maySave = workspace.role === "owner" || workspace.role === "admin";
    return { rules, chosen: repository, rule, preview, isDraft, maySave, timeZone: workspace.timeZone };
  });
  if (!loaded.isLoaded) {
    const back = { href: `/${slug}/settings/delivery`, text: "Show the saved rules" };
    return <ErrorFace {...loaded} what="The rules of production" back={back} />;
  }
  const { value } = loaded;
  return (
    <>
      <SettingsHeader
        slug={slug}
        current="delivery"
        note="What counts as a deployment of production, and as an incident"
      />
      <PageBody>
        {value.chosen === null ? (
          <Message
            icon={Rocket}
            title="No repository yet"
            action={
              <Button asChild look="primary">
                <Link href={`/${slug}/repositories`}>Connect a repository</Link>
              </Button>
            }
          >
            Each repository has a rule of its own.
          </Message>
        ) : (
          <>
            <RuleForm
              slug={slug}
              repository={value.chosen}
              rule={value.rule}
              isDraft={value.isDraft}
              maySave={value.maySave}
            />
            <PreviewCard preview={value.preview} timeZone={value.timeZone} />
            <RuleList slug={slug} rules={value.rules} current={value.chosen} />
          </>
        )}
      </PageBody>
    </>
  );
}
