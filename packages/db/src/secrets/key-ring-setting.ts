import { isAppError } from "@pulse/kit";
import { z } from "zod";

import { readKeyRing } from "./key-ring.ts";

/** PULSE_ENCRYPTION_KEYS among the settings of an app: what is wrong with it is told as any other fault of a setting, without repeating a key. */
export const keyRingSetting = z.string().transform((text, ctx) => {
  try {
    return readKeyRing(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    ctx.addIssue({ code: "custom", message: error.message.replace(/^PULSE_ENCRYPTION_KEYS: /, "") });
    return z.NEVER;
  }
});
