/**
 * `./pulse test`: the check, unit and database tests, browser tests; the last line is `N passed, M failed`.
 * Called with --unit, --browser, or parts of file names, it runs only those and leaves the check out.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { describeSteps, runCheckSteps } from "./check-steps.ts";
import { addCounts, countPlaywright, countSteps, countVitest, describeCounts, type Counts } from "./count-results.ts";
import { listPlaywrightFailures, listVitestFailures } from "./list-failures.ts";
import { runStep, type StepResult } from "./run-step.ts";
import { ensureSystemPackages, thisMachine } from "./system-packages.ts";

const root = path.join(import.meta.dirname, "..");
const timeoutMs = 61 * 60_000;
const linesOfLastWords = 60;
const say = (text: string) => void process.stderr.write(`${text}\n`);

const { values, positionals } = parseArgs({
  options: { unit: { type: "boolean", default: false }, browser: { type: "boolean", default: false } },
  allowPositionals: true,
});
const journeys = positionals.filter((name) => /^(\.\/)?e2e\/|\.spec\.ts$/.test(name));
const others = positionals.filter((name) => !journeys.includes(name));
const isPart = values.unit || values.browser || positionals.length > 0;
const wantsUnit = values.unit || others.length > 0 || !isPart;
const wantsBrowser = values.browser || journeys.length > 0 || !isPart;

const reports = mkdtempSync(path.join(tmpdir(), "pulse-test-"));
const counts: Counts[] = [];
const failures: string[] = [];
if (!existsSync(path.join(root, "../shared/data"))) {
  say("No ../shared/data beside this checkout: tests on the real archives are skipped, and counted as skipped.");
}
if (!isPart) counts.push(await runCheck());
if (wantsUnit) counts.push(await runVitest());
if (wantsBrowser) counts.push(await runPlaywright());
rmSync(reports, { recursive: true });

if (failures.length > 0) say(`\n${failures.join("\n\n")}\n`);
const total = addCounts(counts);
process.stdout.write(`${describeCounts(total)}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runCheck(): Promise<Counts> {
  say("\nCheck");
  const results = await runCheckSteps(root);
  say(describeSteps(results));
  failures.push(...results.filter(({ isOk }) => !isOk).map(({ name }) => `FAILED check: ${name}, as said above`));
  return countSteps(results);
}

async function runVitest(): Promise<Counts> {
  say("Unit and database tests");
  const report = path.join(reports, "vitest.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = ["run", ...reporters, ...others];
  const result = await runStep(root, { name: "vitest", program: "vitest", args, timeoutMs, isLoud: true });
  return note(countVitest(result, report), listVitestFailures(report), result);
}

async function runPlaywright(): Promise<Counts> {
  say("Browser tests");
  if (!ensureSystemPackages(thisMachine)) return { passed: 0, failed: 1, skipped: 0 };
  const report = path.join(reports, "playwright.json");
  const args = ["test", "--config", "e2e/playwright.config.ts", "--reporter=list,json", ...journeys];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report };
  const result = await runStep(root, { name: "playwright", program: "playwright", args, env, timeoutMs, isLoud: true });
  return note(countPlaywright(result, report), listPlaywrightFailures(report), result);
}

/** A runner that fails without a failing test says why at its end: an error outside of tests, or its own crash. */
function note(found: Counts, listed: readonly string[], { name, output }: StepResult): Counts {
  const lastWords = output.trimEnd().split("\n").slice(-linesOfLastWords).join("\n");
  failures.push(
    ...(found.failed > 0 && listed.length === 0 ? [`FAILED ${name}, which ended so:\n${lastWords}`] : listed),
  );
  return found;
}
