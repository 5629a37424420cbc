import type { LiveEvent, Tx } from "@pulse/db";

import type { SyncKind } from "../save/save-sync-state.ts";
import type { Applied, ConcernedRepository } from "./event-handler.ts";
import { requestRefresh } from "./request-refresh.ts";

/** Live events of one transaction: single ones as they are, changed facts as one event of each repository. */
export type Outbox = {
  readonly add: (...events: readonly LiveEvent[]) => void;
  readonly take: (
    tx: Tx,
    given: { readonly repository: ConcernedRepository; readonly applied: Applied },
  ) => Promise<void>;
  readonly refresh: (
    tx: Tx,
    given: { readonly repository: ConcernedRepository; readonly reason: string },
  ) => Promise<void>;
  readonly addAll: (other: Outbox) => void;
  readonly changes: () => ReadonlyMap<ConcernedRepository, ReadonlySet<SyncKind>>;
  readonly single: () => readonly LiveEvent[];
  readonly events: () => readonly LiveEvent[];
};

export function createOutbox(): Outbox {
  const single: LiveEvent[] = [];
  const changes = new Map<ConcernedRepository, Set<SyncKind>>();
  const note = (repository: ConcernedRepository, kinds: Iterable<SyncKind>): void => {
    changes.set(repository, new Set([...(changes.get(repository) ?? []), ...kinds]));
  };
  return {
    add: (...events) => void single.push(...events),
    take: async (tx, { repository, applied }) => {
      if (applied.kind !== "done") return;
      const { workspaceId, id: repositoryId } = repository;
      if (applied.changed.length > 0) note(repository, applied.changed);
      single.push(...applied.live.map((event) => ({ ...event, workspaceId, repositoryId })));
      if (applied.refresh !== null) await requestRefresh(tx, { ...repository, reason: applied.refresh });
    },
    refresh: async (tx, { repository, reason }) => await requestRefresh(tx, { ...repository, reason }),
    addAll: (other) => {
      single.push(...other.single());
      for (const [repository, kinds] of other.changes()) note(repository, kinds);
    },
    changes: () => changes,
    single: () => single,
    events: () => [...single, ...[...changes].map(([repository, kinds]) => factsEvent(repository, kinds))],
  };
}

function factsEvent(repository: ConcernedRepository, kinds: ReadonlySet<SyncKind>): LiveEvent {
  return {
    workspaceId: repository.workspaceId,
    repositoryId: repository.id,
    kind: "facts",
    subject: { kinds: [...kinds].toSorted().join(","), repository: repository.fullName },
  };
}
