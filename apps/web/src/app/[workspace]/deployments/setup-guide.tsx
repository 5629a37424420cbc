import { Server } from "lucide-react";
import type { ReactNode } from "react";

import { Command } from "../../../ui/command.tsx";

type SetupGuideProps = { readonly isConfigured: boolean; readonly slug: string };

/** What there is to do before anything can be shown here. */
export function SetupGuide({ isConfigured, slug }: SetupGuideProps) {
  const isOwn = slug === "default";
  return (
    <section aria-labelledby="setup" className="max-w-3xl rounded-8 border border-line bg-panel p-4">
      <h2 id="setup" className="mb-1 flex items-center gap-2 text-14 font-semibold">
        <Server aria-hidden size={16} strokeWidth={1.75} className="text-pale" />
        {isConfigured ? "The token sees no app" : "Nothing leads to App Platform from here"}
      </h2>
      <p className="mb-3 max-w-[75ch] text-13 text-muted">
        {isOwn
          ? "Here stand the services that are deployed on DigitalOcean App Platform: how each is, what it costs, what was deployed by whom, and the way back."
          : "What this installation deploys is shown in the workspace “default”, to the people of that workspace alone."}
      </p>
      {isOwn && (
        <ol className="flex flex-col gap-3 text-13">
          {!isConfigured && (
            <Step text="Make a token with app:read and app:update at DigitalOcean, give it to web and worker, and start them again.">
              <Command line="DIGITALOCEAN_ACCESS_TOKEN=… ./pulse up" copy="DIGITALOCEAN_ACCESS_TOKEN=… ./pulse up" />
            </Step>
          )}
          <Step text="Look whether spec and env files are right, before anything is asked of anybody.">
            <Command
              line="./pulse deploy check --spec infra/pulse-hub/app-spec.yaml --offline"
              copy="./pulse deploy check --spec infra/pulse-hub/app-spec.yaml --offline"
            />
          </Step>
          <Step text="The first deployment makes the app, once it has said what that costs and asked; for it the token needs app:create as well.">
            <Command
              line="./pulse deploy apply --spec infra/pulse-hub/app-spec.yaml --reason 'first'"
              copy="./pulse deploy apply --spec infra/pulse-hub/app-spec.yaml --reason 'first'"
            />
          </Step>
        </ol>
      )}
      <p className="mt-3 max-w-[75ch] text-12 text-muted">
        The way from an empty account to people who sign in is in <code>knowledge/sop/DEPLOY_PULSE_HUB.md</code>; what
        each command does, in <code>docs/deploy.md</code>.
      </p>
    </section>
  );
}

function Step({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <li className="flex min-w-0 flex-col gap-1">
      <span className="max-w-[75ch]">{text}</span>
      {children}
    </li>
  );
}
