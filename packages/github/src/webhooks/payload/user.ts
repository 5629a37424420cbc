import { z } from "zod";

const accountTypes = ["User", "Bot", "Organization", "Mannequin", "EnterpriseUserAccount"] as const;

/** A person or bot in a payload; null for a deleted account. */
export const userSchema = z
  .object({
    id: z.int().positive(),
    login: z.string().min(1),
    node_id: z.string().nullish(),
    avatar_url: z.string().nullish(),
    type: z.enum(accountTypes).nullish().catch(null),
  })
  .nullable()
  .catch(null)
  .default(null);

export type PayloadUser = z.output<typeof userSchema>;
