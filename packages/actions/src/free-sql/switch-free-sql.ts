import { switchBiLogin } from "@pulse/db";
import { AppError } from "@pulse/kit";
import { z } from "zod";

import { defineAction } from "../action.ts";
import { findFreeSql } from "./find-free-sql.ts";

/** Lets the workspace be asked in SQL, or no longer. Who may then are members, and keys with the scope sql. */
export const switchFreeSql = defineAction({
  name: "switch_free_sql",
  summary: "Let the workspace be asked in SQL, or no longer",
  scope: "admin",
  input: z.object({ isOn: z.boolean() }),
  run: async (ctx, { isOn }) => {
    const wasOn = await findFreeSql(ctx);
    if (isOn && ctx.github === undefined) {
      throw new AppError(
        "unavailable",
        "The login for SQL has a password made from PULSE_ENCRYPTION_KEYS. An operator sets them",
      );
    }
    await switchBiLogin(ctx.db, { workspaceId: ctx.actor.workspaceId, keys: isOn ? (ctx.github?.keys ?? null) : null });
    ctx.note({ before: { isOn: wasOn }, after: { isOn } });
    return { isOn };
  },
});

/** Whether the workspace lets itself be asked in SQL. */
export const showFreeSql = defineAction({
  name: "show_free_sql",
  summary: "Show whether the workspace lets itself be asked in SQL",
  scope: "read",
  input: z.object({}),
  run: async (ctx) => ({ isOn: await findFreeSql(ctx) }),
});
