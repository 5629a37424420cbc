/** What failed, once more at the end of a run: the log of a run is long, and often only its end is kept. */
import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

import { z } from "zod";

const linesOfMessage = 12;

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default("") })).default([]) })),
    }),
  ),
});

const playwrightSuite = z.object({
  specs: z.array(playwrightSpec).default([]),
  get suites() {
    return z.array(playwrightSuite).default([]);
  },
});

const playwrightReport = z.object({ suites: z.array(playwrightSuite) });

/** One entry per failed test, or file that did not load: where it is, what it is called, how its message begins. */
export function listVitestFailures(reportFile: string): string[] {
  const report = readReport(vitestReport, reportFile);
  return (report?.testResults ?? []).flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return status === "failed" ? [describe(name, "did not run", message)] : [];
    return failed.map((test) => describe(name, test.fullName, (test.failureMessages ?? []).join("\n")));
  });
}

export function listPlaywrightFailures(reportFile: string): string[] {
  const report = readReport(playwrightReport, reportFile);
  return (report?.suites ?? []).flatMap((suite) => failuresOf(suite));
}

function failuresOf(suite: z.output<typeof playwrightSuite>): string[] {
  const own = suite.specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === "unexpected" || status === "flaky")
      .map(({ results }) => {
        const messages = results.flatMap(({ errors }) => errors.map(({ message }) => message));
        return describe(`${file}:${line}`, title, messages.join("\n"));
      }),
  );
  return [...own, ...suite.suites.flatMap((inner) => failuresOf(inner))];
}

function describe(where: string, name: string, message: string): string {
  const lines = stripVTControlCharacters(message).trim().split("\n").slice(0, linesOfMessage);
  return [`FAILED ${where}: ${name}`, ...lines.map((line) => `       ${line}`)].join("\n");
}

/** Null for a report that is missing or cut short: what crashed is counted elsewhere, and said in the log. */
function readReport<Shape extends z.ZodType>(shape: Shape, file: string): z.output<Shape> | null {
  if (!existsSync(file)) return null;
  try {
    return shape.safeParse(JSON.parse(readFileSync(file, "utf8"))).data ?? null;
  } catch {
    return null;
  }
}
