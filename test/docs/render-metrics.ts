import { catalogue, describeMetric } from "@pulse/metrics";

const intro = `# Metrics

Every number has one definition, and the same value on the page, in the API and on the command line. This page is generated
from the catalogue; \`./pulse metric list --json\` prints it for programs.

- A window is half-open (\`from <= t < to\`) and ends where the data ends (\`as_of\`). Days are cut in the workspace's time zone.
- Durations are in seconds. Percentiles are interpolated. What is missing is null, never 0; a negative duration is null and
  counted in \`excluded\`.
- Bots are left out unless asked for: their items are not counted, and their comments and reviews are no response.
  Runs of GitHub Actions count whoever started them.
- \`n\` is the sample size, \`coverage\` the share of the window's repositories and days that have been read, \`previous\` the
  window of the same length before.
`;

/** docs/metrics.md: the catalogue, one table per family. */
export function renderMetrics(): string {
  const families = Map.groupBy(catalogue.map(describeMetric), ({ id }) => id.split(".")[0] ?? "");
  const parts = [...families].map(([family, metrics]) => {
    const rows = metrics.map(({ id, title, definition, unit, value }) =>
      [`\`${id}\``, title, definition, value.length === 0 ? unit : `${unit}: ${value.join(", ")}`]
        .map(toCell)
        .join(" | "),
    );
    return [
      `## ${family}`,
      "",
      "| id | name | definition | value |",
      "|---|---|---|---|",
      ...rows.map((row) => `| ${row} |`),
      "",
    ];
  });
  return [intro, ...parts.flat()].join("\n");
}

function toCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
