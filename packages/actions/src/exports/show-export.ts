import { z } from "zod";

import { defineAction } from "../action.ts";
import { getExport } from "./export-request.ts";

export const showExport = defineAction({
  name: "show_export",
  summary: "Show how far a file is that you asked for, and until when it can be fetched",
  scope: "read",
  input: z.object({ id: z.number().int().positive() }),
  run: async (ctx, { id }) => await getExport(ctx, id),
});
