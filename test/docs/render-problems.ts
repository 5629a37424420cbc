import { problemGuide } from "@pulse/deploy";

const mark = "<!-- made from packages/deploy/src/problem/problem-guide.ts -->";

/** docs/deploy.md with its table of codes as the program has them: what follows the mark is made anew. */
export function renderProblems(page: string): string {
  const [written = ""] = page.split(mark);
  const rows = Object.entries(problemGuide).map(
    ([code, { symptom, cause, diagnosis, fix }]) => `| \`${code}\` | ${symptom} | ${cause} | ${diagnosis} | ${fix} |`,
  );
  const table = ["| code | symptom | cause | diagnosis | fix |", "|---|---|---|---|---|", ...rows];
  return `${written.trimEnd()}\n\n${mark}\n\n${table.join("\n")}\n`;
}
