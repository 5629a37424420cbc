import { AppError } from "@pulse/kit";

import type { MetricAnswer } from "../../../../metric/metric-answer.ts";
import { answerApi } from "../../../../server/answer-api.ts";
import { fileResponse, readFormat, type Cell } from "../../../../server/file-response.ts";
import { openRequest } from "../../../../server/open-request.ts";
import { readMetricQuery } from "../../../api/metrics/read-metric-query.ts";

type Context = { readonly params: Promise<{ readonly workspace: string }> };

const mostMetrics = 12;

/** The series of a panel as a file: one line for each metric and bucket in CSV, the API's own answers in JSON. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return answerApi(async () => {
    const { workspace } = await params;
    const search = new URL(request.url).searchParams;
    const format = readFormat(search);
    const metrics = search.getAll("metric");
    if (metrics.length === 0 || metrics.length > mostMetrics) {
      throw new AppError(
        "invalid",
        `This file holds one to ${mostMetrics} metrics. Name them: ?metric=pr.merged&metric=pr.opened`,
      );
    }
    search.delete("metric");
    search.delete("format");
    const query = readMetricQuery(search);
    const { actions, ctx } = await openRequest(workspace);
    const answers = await Promise.all(metrics.map((metric) => actions.showMetric.run(ctx, { ...query, metric })));
    const name = metrics.length === 1 ? `${metrics[0]}` : "pull-requests";
    if (format === "json") return fileResponse({ name, format, json: answers });
    return fileResponse({
      name,
      format,
      columns: ["metric", "unit", "key", "name", "value", "n", "excluded"],
      rows: answers.flatMap(toRows),
    });
  });
}

function toRows(answer: MetricAnswer): Cell[][] {
  const entries = answer.series ?? [{ ...answer, key: "" }];
  return entries.flatMap(({ key, n, excluded, value }) => {
    const named = value === null || typeof value === "number" ? { value } : value;
    return Object.entries(named).map(([name, number]) => [answer.metric, answer.unit, key, name, number, n, excluded]);
  });
}
