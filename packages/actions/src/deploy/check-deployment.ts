import { checkWithPlatform, createPlatform, findComponent, type Finding, type Spec } from "@pulse/deploy";
import { systemClock } from "@pulse/kit";
import { setTimeout as delay } from "node:timers/promises";

import { checkValues, type ValuesToCheck } from "./check-values.ts";

type Input = {
  readonly token: string;
  readonly apiUrl: string;
  readonly spec: { readonly file: string; readonly spec: Spec } | null;
  readonly envFiles: readonly (Omit<ValuesToCheck, "appUrl" | "isMigrating"> & { readonly service: string })[];
  readonly signal: AbortSignal;
};

/** What the platform, the database and GitHub say of a configuration. It changes nothing, and needs no database of ours. */
export async function checkDeployment({ token, apiUrl, spec, envFiles, signal }: Input): Promise<readonly Finding[]> {
  const wait = async (ms: number) => await delay(ms, undefined, { signal });
  const platform = createPlatform({ token, apiUrl, clock: systemClock, wait, random: Math.random, signal });
  const app =
    spec === null ? null : ((await platform.listApps()).find((one) => one.spec.name === spec.spec.name) ?? null);
  const files = envFiles.map((file) => {
    const found = spec === null ? null : findComponent(spec.spec, file.service);
    const isMigrating = found === null ? file.service === "migrate" : found.kind === "jobs";
    return { ...file, component: found?.component.name ?? file.service, isMigrating };
  });
  const given = Object.fromEntries(files.map(({ component, values }) => [component, values]));
  const found = await Promise.all([
    spec === null ? [] : checkWithPlatform(platform, { ...spec, app, given }),
    ...files.map((file) => checkValues({ ...file, appUrl: app?.url ?? null })),
  ]);
  return found.flat();
}
