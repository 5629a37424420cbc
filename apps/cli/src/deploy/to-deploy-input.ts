import type { Spec } from "@pulse/deploy";

import type { GivenEnvFile } from "./read-deployment.ts";

/** What was read of files, as actions take it. */
export function toDeployInput(
  args: { readonly app?: string | undefined; readonly removeOtherSecrets: boolean },
  read: { readonly spec: Spec; readonly envFiles: readonly GivenEnvFile[] },
) {
  return {
    app: args.app ?? null,
    spec: read.spec,
    values: Object.fromEntries(read.envFiles.map(({ service, values }) => [service, { ...values }])),
    removeOtherSecrets: args.removeOtherSecrets,
  };
}
