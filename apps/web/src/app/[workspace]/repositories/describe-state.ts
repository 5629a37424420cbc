import type { RepositorySummary, SyncRun } from "@pulse/actions";

import { formatDuration } from "../../../format/format-duration.ts";
import { formatInstant } from "../../../format/format-instant.ts";

export type RepositoryState = {
  readonly tone: "good" | "busy" | "warning" | "bad" | "neutral";
  readonly title: string;
  /** What it means, and what to do. */
  readonly detail: string | null;
};

type StateInput = {
  readonly repository: Pick<
    RepositorySummary,
    "access" | "accessDetail" | "isArchived" | "isTracked" | "isHidden" | "connection"
  >;
  readonly run: Pick<SyncRun, "state" | "phase" | "errorDetail" | "resumeAt" | "estimatedEndAt"> | null;
  /** Of the connection that it is read with. */
  readonly connectionStatus: string | null;
  readonly now: Date;
  readonly timeZone: string;
};

const accessWords: Readonly<Record<Exclude<RepositorySummary["access"], "ok">, readonly [string, string]>> = {
  renamed: ["Renamed at GitHub", "Reading follows it to the new name by itself. Nothing is lost."],
  transferred: [
    "Moved to another owner",
    "Connect it under its new name with a connection that the new owner lets in.",
  ],
  private: [
    "Private now",
    "This connection no longer sees it, so its numbers are hidden. Connect it again with one that does.",
  ],
  forbidden: [
    "Not open to this connection",
    "Its numbers are hidden. Give the token or app access to it at GitHub, then sync it again.",
  ],
  deleted: [
    "Deleted at GitHub, or hidden from us",
    "What was read is kept, and hidden as long as GitHub hides it. Disconnect it when it is not needed any more.",
  ],
  uninstalled: [
    "The GitHub App was uninstalled",
    "Its numbers are hidden. Install the app again at GitHub, then save the connection with the new installation under Settings, Connections.",
  ],
  disconnected: ["No connection reads it", "Connect it again with a connection that sees it."],
};

const connectionWords: Readonly<Record<string, string>> = {
  revoked: "GitHub no longer takes its token",
  expired: "Its token has expired",
  forbidden: "GitHub refuses its connection",
};

const phaseWords: Readonly<Record<string, string>> = {
  recent: "Reading the newest first",
  backfill: "Reading further back",
  incremental: "Reading what changed",
  sweep: "Looking for what GitHub changed without saying so",
};

/** In which state a repository is, and the next step: what people must act on comes before what goes on by itself. */
export function describeState({ repository, run, connectionStatus, now, timeZone }: StateInput): RepositoryState {
  const { access, accessDetail, isTracked, isHidden, connection } = repository;
  if (!isTracked && !isHidden)
    return { tone: "neutral", title: "Imported", detail: "Not read from GitHub. Connect it to keep it up to date." };
  if (access !== "ok") {
    const [title, next] = accessWords[access];
    return { tone: access === "renamed" ? "neutral" : "warning", title, detail: accessDetail ?? next };
  }
  const broken = connectionWords[connectionStatus ?? ""];
  if (broken !== undefined) {
    return {
      tone: "bad",
      title: broken,
      detail: `Save "${connection}" again with a new token, under Settings, Connections.`,
    };
  }
  if (connection === null) {
    const [title, next] = accessWords.disconnected;
    return { tone: "warning", title, detail: next };
  }
  if (repository.isArchived && run?.state === "done")
    return { tone: "neutral", title: "Archived at GitHub", detail: accessDetail ?? "Nothing in it changes any more." };
  return describeRun(run, { now, timeZone });
}

function describeRun(run: StateInput["run"], { now, timeZone }: Pick<StateInput, "now" | "timeZone">): RepositoryState {
  if (run === null) return { tone: "neutral", title: "Not read yet", detail: null };
  switch (run.state) {
    case "queued":
      return { tone: "busy", title: "Queued", detail: "The worker reads it next." };
    case "running": {
      const leftMs = run.estimatedEndAt === null ? 0 : run.estimatedEndAt.getTime() - now.getTime();
      const left = leftMs > 0 ? `About ${formatDuration(leftMs / 1_000)} left.` : null;
      return { tone: "busy", title: phaseWords[run.phase ?? ""] ?? "Reading", detail: left };
    }
    case "waiting": {
      const until = run.resumeAt === null ? "" : ` until ${formatInstant(run.resumeAt.toISOString(), { timeZone })}`;
      return {
        tone: "warning",
        title: `Waiting${until}`,
        detail: run.errorDetail ?? "GitHub's limit is used up. It goes on by itself.",
      };
    }
    case "failed":
      return {
        tone: "bad",
        title: "The last reading failed",
        detail: run.errorDetail ?? "It is tried again by itself.",
      };
    case "cancelled":
      return { tone: "neutral", title: "The last reading was stopped", detail: null };
    case "done":
      // What was left out, and why.
      return { tone: "good", title: "Synced", detail: run.errorDetail };
  }
}
