/** Labels, milestones and releases, read as a whole once a day: nothing that REST tells anybody for free says that they changed. */
import type { Tx } from "@pulse/db";
import { z } from "zod";

import { saveAccounts } from "../../../save/save-accounts.ts";
import { saveLabels } from "../../../save/save-labels.ts";
import { saveMilestones } from "../../../save/save-milestones.ts";
import { saveReleases } from "../../../save/save-releases.ts";
import type { SaveCounts, SaveScope } from "../../../save/save-scope.ts";
import type { KindReader } from "../../kind-reader.ts";
import { milestonesOf, milestoneShape } from "../item-shapes.ts";
import { parseAnswer, parseRows } from "../parse-rows.ts";
import { id, optionalInstant, optionalText, text, toAccounts, user } from "../rest-fields.ts";

const labelShape = z.object({ id, node_id: optionalText, name: text, description: optionalText, color: optionalText });
const releaseShape = z.object({
  id,
  node_id: optionalText,
  tag_name: text,
  name: optionalText,
  draft: z.boolean(),
  prerelease: z.boolean(),
  author: user,
  created_at: optionalInstant,
  published_at: optionalInstant,
  updated_at: optionalInstant,
});

type WholeList<Schema extends z.ZodType> = {
  readonly kind: "labels" | "milestones" | "releases";
  readonly path: string;
  readonly schema: Schema;
  readonly save: (tx: Tx, scope: SaveScope, rows: readonly z.output<Schema>[]) => Promise<SaveCounts>;
};

function createWholeListReader<Schema extends z.ZodType>(of: WholeList<Schema>): KindReader {
  const { kind, schema } = of;
  return {
    kind,
    covers: [kind],
    phases: ["incremental"],
    pageSize: { first: 100, most: 100 },
    fingerprintOf: (probe) => probe.fingerprints[kind],
    readPage: async (ctx) => {
      const repository = ctx.repository.fullName;
      const listed: unknown[] = [];
      let address: string | null = `/repos/${repository}/${of.path}per_page=100`;
      while (address !== null) {
        const answer: Awaited<ReturnType<typeof ctx.client.get>> = await ctx.client.get(address, {
          signal: ctx.signal,
        });
        if (answer.isNotModified) throw new Error("what was not asked conditionally was answered as unchanged");
        listed.push(...parseAnswer({ repository, kind, schema: z.array(z.unknown()) }, answer.data));
        address = answer.next;
      }
      const rows = parseRows(ctx, { repository, kind, schema, rows: listed });
      return {
        save: async (tx, scope) => ({ [kind]: await of.save(tx, scope, rows) }),
        next: null,
        isDone: true,
        rows: rows.length,
        total: rows.length,
      };
    },
  };
}

export const publicLabelReader = createWholeListReader({
  kind: "labels",
  path: "labels?",
  schema: labelShape,
  save: async (tx, scope, labels) =>
    await saveLabels(tx, scope, {
      rows: labels.map((label) => ({ ...label, githubId: label.id, nodeId: label.node_id })),
      isComplete: true,
    }),
});

export const publicMilestoneReader = createWholeListReader({
  kind: "milestones",
  path: "milestones?state=all&",
  schema: milestoneShape,
  save: async (tx, scope, milestones) => {
    const rows = milestonesOf(milestones.map((milestone) => ({ milestone })));
    return (await saveMilestones(tx, scope, { rows, isComplete: true })).counts;
  },
});

export const publicReleaseReader = createWholeListReader({
  kind: "releases",
  path: "releases?",
  schema: releaseShape,
  save: async (tx, scope, releases) => {
    const accountIds = await saveAccounts(tx, scope, toAccounts(releases.map((release) => release.author)));
    return await saveReleases(tx, scope, {
      isComplete: true,
      rows: releases.map((release) => {
        const createdAt = release.created_at ?? release.published_at ?? scope.fetchedAt;
        return {
          githubId: release.id,
          nodeId: release.node_id,
          tagName: release.tag_name,
          name: release.name,
          isDraft: release.draft,
          isPrerelease: release.prerelease,
          authorId: accountIds(release.author?.login ?? null),
          createdAt,
          publishedAt: release.published_at,
          updatedAt: release.updated_at ?? release.published_at ?? createdAt,
        };
      }),
    });
  },
});
