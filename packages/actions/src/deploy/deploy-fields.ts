import { spec } from "@pulse/deploy";
import { z } from "zod";

/** Something that the log of changes must not hold: as JSON it is empty. */
const hidden = <T>(value: T) => ({ reveal: () => value });

/** Specs may hold secrets that were put where they should not be; nobody keeps one. */
export const hiddenSpec = spec.transform(hidden);

/** Values of env files by service and name. */
export const hiddenValues = z.record(z.string(), z.record(z.string(), z.string())).default({}).transform(hidden);

export const appName = z
  .string()
  .min(1)
  .nullable()
  .default(null)
  .describe("name or id of the app; the only one unless given");

export const beginning = {
  environment: z.string().trim().min(1).max(100).default("production"),
  reason: z.string().trim().min(1).max(300).default("no reason given"),
  gitBranch: z.string().max(250).nullable().default(null),
  takeOver: z.boolean().default(false).describe("go on with the run of somebody whose lock has not ended"),
};
