/** What happened to an item, as REST's list of a repository's events tells it. */
import { z } from "zod";

import type { TimelineEventRow } from "../../../save/save-timeline-events.ts";
import { id, instant, optionalText, text, user, type RestUser } from "../rest-fields.ts";

const titled = z.object({ title: text }).nullish();

export const eventShape = z.object({
  id,
  node_id: optionalText,
  event: z.string(),
  actor: user,
  created_at: instant,
  /** Without one the event is of an issue that was deleted. */
  issue: z.object({ number: z.int().positive() }).nullish(),
  label: z.object({ name: text }).nullish(),
  assignee: user,
  milestone: titled,
  rename: z.object({ to: text }).nullish(),
  requested_reviewer: user,
  requested_team: z.object({ slug: z.string().min(1) }).nullish(),
});

export type RestEvent = z.output<typeof eventShape>;

/** Our kind by REST's name, where the two differ; every other kind that is kept has one name. */
const kinds = new Map<string, TimelineEventRow["kind"]>([
  ["convert_to_draft", "converted_to_draft"],
  ["head_ref_force_pushed", "force_pushed"],
  ...(
    [
      "closed",
      "reopened",
      "merged",
      "ready_for_review",
      "review_requested",
      "review_request_removed",
      "review_dismissed",
      "labeled",
      "unlabeled",
      "assigned",
      "unassigned",
      "milestoned",
      "demilestoned",
      "renamed",
      "transferred",
      "locked",
      "unlocked",
    ] as const
  ).map((kind) => [kind, kind] as const),
]);

/** Null for kinds that are not kept. */
export function eventKindOf(event: RestEvent): TimelineEventRow["kind"] | null {
  return kinds.get(event.event) ?? null;
}

export function eventPeopleOf(event: RestEvent): readonly RestUser[] {
  return [event.actor, event.assignee, event.requested_reviewer];
}

/** `organisation/team`, where a team's review was asked for. Teams belong to the repository's owner. */
export function eventTeamOf(event: RestEvent, owner: string): string | null {
  return event.requested_team === null || event.requested_team === undefined
    ? null
    : `${owner}/${event.requested_team.slug}`;
}

/** Label, milestone or new title; login or team whom it concerned. */
export function eventSubjectOf(event: RestEvent, owner: string): string | null {
  return (
    event.label?.name ??
    event.milestone?.title ??
    event.rename?.to ??
    event.assignee?.login ??
    event.requested_reviewer?.login ??
    eventTeamOf(event, owner)
  );
}
