import { z } from "zod";

import type { TeamRow } from "../../save/save-teams.ts";
import { id, optionalText, text } from "./rest-fields.ts";

/** A team as REST and the events of teams tell it. */
export const teamShape = z.object({
  id,
  node_id: optionalText,
  slug: z.string().min(1),
  name: text,
  parent: z.object({ id }).nullish(),
});

export function toTeamRow(organisation: string, team: z.output<typeof teamShape>): TeamRow {
  return {
    githubId: team.id,
    nodeId: team.node_id,
    slug: `${organisation}/${team.slug}`,
    name: team.name,
    parentGithubId: team.parent?.id ?? null,
  };
}
