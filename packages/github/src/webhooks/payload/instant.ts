import { z } from "zod";

/** GitHub's instants; push events have whole seconds since 1970 instead of text. */
export const instantSchema = z
  .union([z.int().transform((seconds) => new Date(seconds * 1000).toISOString()), z.string()])
  .refine((text) => !Number.isNaN(Date.parse(text)), "is no instant");
