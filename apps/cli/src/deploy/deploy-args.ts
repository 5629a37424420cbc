import { defaultSettings, type DeploySettings } from "@pulse/deploy";
import { z } from "zod";

export const appFlag = z
  .string()
  .optional()
  .describe("name or id of the app; the only one that the token sees unless given");

/** What is to be deployed. */
export const whatArgs = {
  spec: z.string().describe("an app spec, in YAML or JSON"),
  env: z.array(z.string()).default([]).describe("SERVICE=FILE: the env file of a service; its secrets go along"),
  app: appFlag,
  removeOtherSecrets: z
    .boolean()
    .default(false)
    .describe("take away secrets that neither the spec nor an env file names"),
};

/** How a run begins. */
export const runArgs = {
  reason: z.string().optional().describe("why, for whoever is held up by the lock and for the record"),
  environment: z.string().default("production").describe("what the deployment at GitHub is called"),
  takeOver: z.boolean().default(false).describe("go on with the run of somebody whose lock has not ended"),
  dryRun: z.boolean().default(false).describe("print the plan, and change nothing"),
  every: z.coerce.number().min(0).max(60).default(5).describe("seconds between two looks at the deployment"),
  patience: z.coerce.number().min(0).max(3600).default(300).describe("seconds after which what is not well has failed"),
  ready: z.string().startsWith("/").default("/api/ready").describe("path that answers 200 when the app can serve"),
  plain: z
    .boolean()
    .default(false)
    .describe("another app than Pulse-Hub: ask only the platform and --ready, and run no smoke test"),
  yes: z.boolean().default(false).describe("do not ask"),
};

/** How a run is followed and what it is held to, as the command line says. */
export function toSettings(args: {
  readonly every: number;
  readonly patience: number;
  readonly ready: string;
  readonly plain: boolean;
}): DeploySettings {
  const everyMs = args.every * 1000;
  const { gate } = defaultSettings;
  const asked = args.plain ? { healthPath: null, smoke: [] } : {};
  return {
    ...defaultSettings,
    pollMs: everyMs,
    gate: { ...gate, ...asked, readyPath: args.ready, roundMs: everyMs, deadlineMs: args.patience * 1000 },
  };
}
