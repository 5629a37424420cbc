import { AppError } from "@pulse/kit";

import type { ActionContext } from "../../action.ts";

/** Throws `forbidden` for owners whose repositories nobody here lets programs write to. None are, until somebody says so. */
export function requireWritableOwner({ toolRules }: ActionContext, owner: string): void {
  if (toolRules?.isReadOnly === true) {
    throw new AppError(
      "forbidden",
      "Nothing is written through here: this installation is set to read only. An operator changes that with PULSE_READ_ONLY",
      { details: { reason: "policy_denied" } },
    );
  }
  const allowed = toolRules?.writableOwners ?? [];
  if (allowed.some((each) => each.toLowerCase() === owner.toLowerCase())) return;
  const which = allowed.length === 0 ? "none so far" : allowed.join(", ");
  throw new AppError(
    "forbidden",
    `Programs may not write to repositories of ${owner} from here. Allowed owners: ${which}. An operator changes that with PULSE_OWNERS_ALLOW`,
    { details: { reason: "policy_denied" } },
  );
}
