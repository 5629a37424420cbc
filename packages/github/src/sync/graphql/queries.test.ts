import { schema as official } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";

import { innerQuery } from "./complete-lists.ts";
import { issueCommentsPart, pullCommentsPart } from "./item-parts.ts";
import { issuesQuery } from "./issue-query.ts";
import { historyQuery } from "./history-query.ts";
import { issueNumbersQuery, pullNumbersQuery } from "./number-queries.ts";
import { probeQuery } from "./probe-query.ts";
import { pullCommitsPart, pullFilesPart, pullsQuery, reviewCommentsPart, reviewsPart } from "./pull-request-query.ts";
import {
  deploymentsQuery,
  deploymentStatusesPart,
  labelsQuery,
  milestonesQuery,
  releasesQuery,
  tagsQuery,
} from "./small-list-queries.ts";
import { issueTimelinePart, pullTimelinePart } from "./timeline-part.ts";

const schema = buildSchema(official.idl, { assumeValid: true });

const parts = [
  issueCommentsPart,
  issueTimelinePart,
  pullCommentsPart,
  reviewsPart,
  reviewCommentsPart,
  pullCommitsPart,
  pullFilesPart,
  pullTimelinePart,
  deploymentStatusesPart,
];

describe("GitHub's official schema", () => {
  test.each([
    ["the probe", probeQuery],
    ["a page of issues", issuesQuery],
    ["a page of pull requests", pullsQuery],
    ["the numbers of issues", issueNumbersQuery],
    ["the numbers of pull requests", pullNumbersQuery],
    ["the history of a commit", historyQuery],
    ["labels", labelsQuery],
    ["milestones", milestonesQuery],
    ["releases", releasesQuery],
    ["tags", tagsQuery],
    ["deployments with statuses", deploymentsQuery],
    ["the rest of every list within an item", innerQuery(parts)],
  ])("accepts %s", (_, query) => {
    const faults = validate(schema, parse(query));

    expect(faults.map((fault) => fault.message)).toEqual([]);
  });
});
