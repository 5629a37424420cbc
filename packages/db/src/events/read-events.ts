import { AppError } from "@pulse/kit";
import { sql } from "kysely";

import type { Tx } from "../connect.ts";

/** An event as its readers see it. */
export type WatchedEvent = {
  readonly id: number;
  readonly kind: string;
  /** Full name, or null for what concerns the whole workspace. */
  readonly repository: string | null;
  readonly at: string;
  readonly subject: Readonly<Record<string, string | number | boolean | null>>;
};

/** How far somebody has read: which transactions were over at an instant. Written down as text, it goes on in any process. */
export type EventPosition = { readonly takenAtMs: number; readonly snapshot: string };

type EventBatch = {
  readonly events: readonly WatchedEvent[];
  readonly position: EventPosition;
  /** More was missed than is read at once: whoever watches should read everything anew instead. */
  readonly isCut: boolean;
};

type ReadInput = { readonly after: EventPosition; readonly upTo?: EventPosition };

const mostEvents = 1_000;
// Events live for a day; a position of nearly that age may have lost some.
const oldestMs = 23 * 3_600_000;
const positionForm = /^(\d{13})\.(\d{1,19}:\d{1,19}:(?:\d{1,19}(?:,\d{1,19}){0,400})?)$/;

/** Throws `invalid` for a text that `printEventPosition` has not written. */
export function parseEventPosition(text: string): EventPosition {
  const [, takenAt, snapshot] = positionForm.exec(text) ?? [];
  if (takenAt === undefined || snapshot === undefined) {
    throw new AppError("invalid", "This is no position among the events. Leave it out to begin with now");
  }
  return { takenAtMs: Number(takenAt), snapshot };
}

export function printEventPosition({ takenAtMs, snapshot }: EventPosition): string {
  return `${takenAtMs}.${snapshot}`;
}

/** The position of whoever has read everything until now. */
export async function currentEventPosition(tx: Tx): Promise<EventPosition> {
  const found = await sql<EventPosition>`
    select
      pg_current_snapshot()::text as snapshot,
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as taken_at_ms
  `.execute(tx);
  const [position] = found.rows;
  if (position === undefined) throw new Error("a select without a table gave no row");
  return position;
}

/**
 * What the caller may see and has not read, by id. Ids are dealt when an event is inserted, not when its transaction commits, so a higher
 * one can be seen first and "greater than the last" would skip the lower for ever. A position is therefore the snapshot of the reading
 * before: exactly those events are new whose transaction was not visible in it. The row's own xmin names that transaction (publishEvents
 * refuses savepoints, whose xmin would be another); the time only bounds what is looked at: no publisher takes two minutes to commit.
 */
export async function readEvents(tx: Tx, { after, upTo }: ReadInput): Promise<EventBatch> {
  const found = await sql<EventPosition & { events: readonly WatchedEvent[]; isComparable: boolean }>`
    with present as (
      select
        pg_current_snapshot() as snapshot,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next_xact
    ),
    fresh as (
      select event.id, event.kind, event.subject, event.created_at, event.repository_id
      from present
      cross join pulse.events as event
      cross join lateral (
        select (next_xact - ((next_xact - event.xmin::text::bigint) & 4294967295))::text::xid8 as xact
      ) as made
      where event.created_at > to_timestamp(${after.takenAtMs}::bigint / 1000.0) - interval '2 minutes'
        and not pg_visible_in_snapshot(made.xact, ${after.snapshot}::pg_snapshot)
        and (${upTo?.snapshot ?? null}::text is null or pg_visible_in_snapshot(made.xact, ${upTo?.snapshot ?? null}::text::pg_snapshot))
      order by event.id
      limit ${mostEvents + 1}
    )
    select
      present.snapshot::text as snapshot,
      floor(extract(epoch from clock_timestamp()) * 1000)::bigint as taken_at_ms,
      pg_snapshot_xmax(${after.snapshot}::pg_snapshot) <= pg_snapshot_xmax(present.snapshot) as is_comparable,
      coalesce(
        (
          select json_agg(
            json_build_object(
              'id', fresh.id,
              'kind', fresh.kind,
              'repository', repository.full_name,
              'at', fresh.created_at,
              'subject', fresh.subject
            )
            order by fresh.id
          )
          from fresh
          left join pulse.repositories as repository on repository.id = fresh.repository_id
        ),
        '[]'
      ) as events
    from present
  `.execute(tx);
  const [row] = found.rows;
  if (row === undefined) throw new Error("a select from one row gave none");
  const { events, isComparable, takenAtMs, snapshot } = row;
  const position = upTo ?? { takenAtMs, snapshot };
  // A snapshot from the future is that of another server, or of this one before it was restored.
  const isCut = !isComparable || takenAtMs - after.takenAtMs > oldestMs || events.length > mostEvents;
  return { events: isCut ? [] : events, position, isCut };
}
