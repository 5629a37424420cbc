import type { Metric } from "../metric.ts";
import { prOpen } from "../pr/open.ts";

export const repoOpenPrs: Metric = {
  ...prOpen,
  id: "repo.open_prs",
  title: "Open pull requests",
  definition: "Pull requests that were open at the end of the window, drafts included, counted from our own rows.",
};
