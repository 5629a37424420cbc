"use server";

import { loadOrExplain } from "../server/load-or-explain.ts";
import { openRequest } from "../server/open-request.ts";
import { readTheme } from "./theme.ts";

/** Keeps the theme for every browser of this person. The one at hand wears it already, whatever becomes of this. */
export async function saveTheme(slug: string, theme: string): Promise<void> {
  await loadOrExplain(async () => {
    const { actions, ctx } = await openRequest(slug);
    await actions.savePreferences.run(ctx, { theme: readTheme(theme) });
  });
}
