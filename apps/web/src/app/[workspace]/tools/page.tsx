import type { Metadata } from "next";

import { Disclosure } from "../../../ui/disclosure.tsx";
import { ErrorFace } from "../../../frame/error-face.tsx";
import { PageBody } from "../../../frame/page-body.tsx";
import { PageHeader } from "../../../frame/page-header.tsx";
import { loadOrExplain } from "../../../server/load-or-explain.ts";
import { openRequest } from "../../../server/open-request.ts";
import { getRuntime } from "../../../server/runtime.ts";
import { ConnectClients } from "./connect-clients.tsx";
import { toolFields } from "./tool-fields.ts";
import { ToolMenu } from "./tool-menu.tsx";
import { ToolRunner } from "./tool-runner.tsx";

export const metadata: Metadata = { title: "Tools" };

type PageProps = {
  readonly params: Promise<{ readonly workspace: string }>;
  readonly searchParams: Promise<{ readonly tool?: string | readonly string[] }>;
};

/** Every tool that AI clients have, as a form for people. */
export default async function ToolsPage({ params, searchParams }: PageProps) {
  const [{ workspace: slug }, search] = await Promise.all([params, searchParams]);
  const loaded = await loadOrExplain(async () => {
    const { actions, ctx } = await openRequest(slug);
    return await actions.showFreeSql.run(ctx, {});
  });
  if (!loaded.isLoaded) {
    return <ErrorFace {...loaded} what="The list of tools" back={{ href: `/${slug}/tools`, text: "Try again" }} />;
  }
  const { mcpClients, tools } = getRuntime();
  const { isOn: hasFreeSql } = loaded.value;
  const toolDefinitions = tools.filter(({ isOptIn }) => hasFreeSql || !isOptIn).map(({ definition }) => definition);
  const [first] = toolDefinitions;
  const tool = toolDefinitions.find(({ name }) => name === search.tool) ?? first;
  return (
    <>
      <PageHeader title="Tools" note="What AI clients can ask and do here, to be tried by hand" />
      <PageBody>
        <ConnectClients slug={slug} clients={mcpClients} />
        {tool !== undefined && (
          <div className="grid items-start gap-4 lg:grid-cols-[280px_minmax(0,1fr)]">
            <div className="hidden lg:block">
              <ToolMenu slug={slug} tools={toolDefinitions} current={tool.name} />
            </div>
            <div className="lg:hidden">
              <Disclosure summary="Another tool" of={`now ${tool.annotations.title}`}>
                <ToolMenu slug={slug} tools={toolDefinitions} current={tool.name} />
              </Disclosure>
            </div>
            <div className="flex min-w-0 flex-col gap-3">
              <h2 className="text-14 font-semibold">{tool.annotations.title}</h2>
              <p className="max-w-[75ch] text-13 text-muted">{tool.description}</p>
              <ToolRunner key={tool.name} slug={slug} tool={tool.name} fields={toolFields(tool.inputSchema)} />
            </div>
          </div>
        )}
      </PageBody>
    </>
  );
}
