import { systemClock } from "@pulse/kit";

import { createPageStore } from "../http/pages/create-page-store.ts";

/** A store that never knows what a page is drawn from, and so keeps none: for tests of what lies beside the pages. */
export const noPages = createPageStore({ clock: systemClock, findState: () => Promise.resolve(null) });
