import { z } from "zod";

/** A secret that cannot be written down by accident: as JSON, in a log line or an audit record it is empty. */
export type HiddenText = { readonly reveal: () => string };

export const hiddenText = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(20_000, "is too long to be a secret of GitHub")
  .transform((text): HiddenText => ({ reveal: () => text }));
