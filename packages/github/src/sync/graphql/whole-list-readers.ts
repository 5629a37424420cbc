/** Labels, milestones, releases and tags: read as a whole whenever the probe says that anything about them changed. */
import type { Tx } from "@pulse/db";
import type { z } from "zod";

import { removeOtherTags } from "../../save/remove-other-tags.ts";
import { saveAccounts } from "../../save/save-accounts.ts";
import { saveLabels } from "../../save/save-labels.ts";
import { saveMilestones } from "../../save/save-milestones.ts";
import { saveReleases } from "../../save/save-releases.ts";
import type { SaveCounts, SaveScope } from "../../save/save-scope.ts";
import { saveTags, type TagRow } from "../../save/save-tags.ts";
import type { KindReader } from "../kind-reader.ts";
import type { RepositoryProbe } from "../repository-probe.ts";
import { AccountBook, loginOf } from "./actor.ts";
import type { Connection } from "./answer-fields.ts";
import { toMilestoneRow } from "./item-rows.ts";
import { readWholeList } from "./read-whole-list.ts";
import {
  labelsQuery,
  labelsSchema,
  milestonesQuery,
  milestonesSchema,
  releasesQuery,
  releasesSchema,
  tagsQuery,
  tagsSchema,
} from "./small-list-queries.ts";

type NodeOf<Schema extends z.ZodType<{ repository: { items: Connection<unknown> | null } | null }>> = NonNullable<
  NonNullable<z.output<Schema>["repository"]>["items"]
>["nodes"][number];

type WholeList<Node> = {
  readonly kind: "labels" | "milestones" | "releases" | "tags";
  readonly fingerprintOf: (probe: RepositoryProbe) => string;
  readonly query: string;
  readonly schema: z.ZodType<{ readonly repository: { readonly items: Connection<Node> | null } | null }>;
  readonly save: (tx: Tx, scope: SaveScope, nodes: readonly Node[]) => Promise<SaveCounts>;
};

function createWholeListReader<Node>(list: WholeList<Node>): KindReader {
  const { kind, fingerprintOf } = list;
  return {
    kind,
    covers: [kind],
    phases: ["incremental"],
    pageSize: { first: 100, most: 100 },
    fingerprintOf,
    readPage: async (ctx) => {
      const nodes = await readWholeList(ctx, list);
      return {
        save: async (tx, scope) => ({ [kind]: await list.save(tx, scope, nodes) }),
        next: null,
        isDone: true,
        rows: nodes.length,
        total: nodes.length,
      };
    },
  };
}

export const labelReader = createWholeListReader<NodeOf<typeof labelsSchema>>({
  kind: "labels",
  fingerprintOf: (probe) => probe.fingerprints.labels,
  query: labelsQuery,
  schema: labelsSchema,
  save: async (tx, scope, nodes) =>
    await saveLabels(tx, scope, {
      rows: nodes.map(({ id, name, description, color }) => ({ nodeId: id, name, description, color })),
      isComplete: true,
    }),
});

export const milestoneReader = createWholeListReader<NodeOf<typeof milestonesSchema>>({
  kind: "milestones",
  fingerprintOf: (probe) => probe.fingerprints.milestones,
  query: milestonesQuery,
  schema: milestonesSchema,
  save: async (tx, scope, nodes) =>
    (await saveMilestones(tx, scope, { rows: nodes.map(toMilestoneRow), isComplete: true })).counts,
});

export const releaseReader = createWholeListReader<NodeOf<typeof releasesSchema>>({
  kind: "releases",
  fingerprintOf: (probe) => probe.fingerprints.releases,
  query: releasesQuery,
  schema: releasesSchema,
  save: async (tx, scope, nodes) => {
    const book = new AccountBook();
    for (const node of nodes) book.note(node.author);
    const accountIds = await saveAccounts(tx, scope, book.list());
    return await saveReleases(tx, scope, {
      rows: nodes.flatMap(({ id, databaseId, author, ...release }) =>
        databaseId === null
          ? []
          : [{ ...release, githubId: databaseId, nodeId: id, authorId: accountIds(loginOf(author)) }],
      ),
      isComplete: true,
    });
  },
});

export const tagReader = createWholeListReader<NodeOf<typeof tagsSchema>>({
  kind: "tags",
  fingerprintOf: (probe) => probe.fingerprints.tags,
  query: tagsQuery,
  schema: tagsSchema,
  save: async (tx, scope, nodes) => {
    const rows = nodes.flatMap(toTagRow);
    const removed = await removeOtherTags(
      tx,
      scope,
      rows.map((row) => row.name),
    );
    return { ...(await saveTags(tx, scope, rows)), removed };
  },
});

/** Tags of files, of trees and of other tags are no versions and are left out. */
function toTagRow({ name, target }: NodeOf<typeof tagsSchema>): readonly TagRow[] {
  const commit = target?.target ?? target;
  if (commit?.oid === undefined || commit.committedDate === undefined) return [];
  return [{ name, sha: commit.oid, taggedAt: target?.tagger?.date ?? commit.committedDate }];
}
