import { AppError } from "@pulse/kit";

import { readMetricQuery } from "../app/api/metrics/read-metric-query.ts";
import type { MetricAnswer } from "../metric/metric-answer.ts";
import { answerApi } from "../server/answer-api.ts";
import { fileResponse, readFormat, type Cell } from "../server/file-response.ts";
import { openRequest } from "../server/open-request.ts";

type FileRequest = {
  readonly params: Promise<{ readonly workspace: string }>;
  /** What a file of several metrics is called. */
  readonly name: string;
};

const mostMetrics = 12;

/** The series of a panel as a file: one line for each metric and bucket in CSV, the API's own answers in JSON. */
export function answerSeriesFile(request: Request, { params, name }: FileRequest): Promise<Response> {
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
    const asked = readMetricQuery(search);
    const { actions, ctx, workspace: place } = await openRequest(workspace);
    const query = { ...asked, tz: asked.tz ?? place.timeZone };
    const answers = await Promise.all(metrics.map((metric) => actions.showMetric.run(ctx, { ...query, metric })));
    const fileName = metrics.length === 1 ? `${metrics[0]}` : name;
    if (format === "json") return fileResponse({ name: fileName, format, json: answers });
    return fileResponse({
      name: fileName,
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
