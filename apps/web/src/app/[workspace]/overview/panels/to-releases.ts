import { z } from "zod";

import type { MetricAnswer } from "../../../../metric/metric-answer.ts";
import { githubAddress } from "../../../../server/github-address.ts";

// The columns that repo.releases declares.
const rowSchema = z.object({
  repository: z.string(),
  tag: z.string(),
  name: z.string().nullable(),
  is_prerelease: z.boolean(),
  published_at: z.string(),
});

export type Release = {
  readonly key: string;
  readonly repository: string;
  readonly title: string;
  readonly url: string;
  readonly isPrerelease: boolean;
  readonly publishedAt: string;
};

/** Releases in the order of the answer, which is the newest first. */
export function toReleases(rows: NonNullable<MetricAnswer["rows"]>): readonly Release[] {
  return z
    .array(rowSchema)
    .parse(rows)
    .map((row) => ({
      key: `${row.repository} ${row.tag}`,
      repository: row.repository,
      title: row.name === null || row.name === "" ? row.tag : row.name,
      url: `${githubAddress()}/${row.repository}/releases/tag/${encodeURIComponent(row.tag)}`,
      isPrerelease: row.is_prerelease,
      publishedAt: row.published_at,
    }));
}
