import path from "node:path";

import { listRoutes } from "./list-routes.ts";

export const web = path.join(import.meta.dirname, "../../apps/web");
export const routes = listRoutes(web);
export const pages = routes.filter(({ from }) => from === "pages");
export const inWorkspace = pages.filter(({ pattern }) => pattern.startsWith("/[workspace]"));

/** What files of numbers have to be asked for; pages take it too. */
export const query = "?metric=pr.merged&format=json";
export const values = { workspace: "default", id: "pr.time_to_merge" };
