import type { ActivityEntry } from "@pulse/actions";

import { itemUrl } from "../../../metric/item-view.ts";
import { kindWords } from "./kind-words.ts";
import { githubAddress } from "../../../server/github-address.ts";

export type EntryView = {
  readonly key: string;
  readonly url: string;
  readonly actor: string | null;
  readonly verb: string;
  /** What it is about: "#482 Add retries", "v1.2". */
  readonly about: string;
  readonly at: string;
  readonly repository: string;
};

const reviewVerbs: Readonly<Record<string, string>> = {
  approved: "approved",
  changes_requested: "asked for changes on",
  commented: "reviewed",
  dismissed: "reviewed (dismissed since)",
};

/** An entry as the list says it, and where it lies at GitHub. */
export function toEntryView(entry: ActivityEntry): EntryView {
  const { kind, source, id, actor, at, repository } = entry;
  return {
    key: `${source} ${id}`,
    url: urlOf(entry),
    actor,
    verb: kind === "review.submitted" ? (reviewVerbs[entry.detail ?? ""] ?? "reviewed") : verbOf(entry),
    about: entry.number === null ? (entry.detail ?? "") : `#${entry.number} ${entry.title ?? ""}`,
    at: at.toISOString(),
    repository,
  };
}

// Who closed an item, and who started what runs by itself, is not kept: then the sentence begins with the item.
function verbOf({ kind, actor }: ActivityEntry): string {
  const { verb } = kindWords[kind];
  return actor === null ? `${verb.charAt(0).toUpperCase()}${verb.slice(1)}` : verb;
}

function urlOf({ kind, repository, number, isPullRequest, link }: ActivityEntry): string {
  const home = `${githubAddress()}/${repository}`;
  if (number !== null)
    return `${itemUrl({ repository, number }, isPullRequest ? "pull_request" : "issue")}${link ?? ""}`;
  if (kind === "release.published") return `${home}/releases/tag/${encodeURIComponent(link ?? "")}`;
  if (kind === "run.completed") return `${home}/actions/runs/${link}`;
  return link !== null && link.startsWith("https://") ? link : `${home}/deployments`;
}
