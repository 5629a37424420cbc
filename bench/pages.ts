/** How fast pages are: on the server under a steady stream of visitors, in a slow browser, and in memory after a while. */
import { connect, localOwnerId, getWorkspace, withWorkspace } from "@pulse/db";
import { sql } from "kysely";

import { openFilled } from "./fill/open-filled.ts";
import { large, small } from "./fill/sizes.ts";
import { dashboards, listVisits, pageNames, toVisit, type PageName, type Visit } from "./pages/list-visits.ts";
import { measureInBrowser } from "./pages/measure-in-browser.ts";
import { measureInteractions } from "./pages/measure-interactions.ts";
import { runOpenLoop, type Arrival } from "./pages/run-open-loop.ts";
import { startWeb, type StartedWeb } from "./pages/start-web.ts";
import { timeReads } from "./pages/time-reads.ts";
import { createReport, medianOf, type Measure, type Report } from "./report.ts";

type PagesBenchInput = {
  /** A folder that keeps the filled databases for the next run; filling takes minutes. */
  readonly keep: string | null;
  /** 10 thousand items instead of a million. */
  readonly isSmallOnly: boolean;
  /** How long pages are asked for before the memory of the process is read. */
  readonly minutes: number | null;
  readonly say: (text: string) => void;
};

const perSecond = 5;
const visitCount = 150;
// Enough for V8 to compile what all of these pages run through.
const startVariants = 10;
const fullMinutes = 10;
const shortMinutes = 0.5;
const goals = {
  coldMs: 150,
  warmMs: 50,
  scriptKb: 250,
  largestPaintMs: 1_800,
  layoutShift: 0.02,
  interactionMs: 200,
  rssMb: 350,
};

export async function benchPages({ keep, isSmallOnly, minutes, say }: PagesBenchInput): Promise<Report> {
  const size = isSmallOnly ? small : large;
  const filled = await openFilled({ sizes: [size], keep, say });
  try {
    const databaseUrl = filled.urls.get(size.name) ?? "";
    const [spare, ...repositories] = await listRepositoryNames(databaseUrl);
    if (spare === undefined) throw new Error("The filled database has no repository");
    const bench = { databaseUrl, spare, visits: listVisits({ count: visitCount, repositories }), say };
    const web = await startWeb(bench);
    try {
      const server = await measureServer(web, bench);
      const browser = await measureBrowser(web, bench);
      const asked = minutes ?? (isSmallOnly ? shortMinutes : fullMinutes);
      const memory = await measureMemory(web, { ...bench, minutes: asked });
      return createReport("pages", [...server, ...browser, ...memory], notesOf(asked));
    } finally {
      await web.stop();
    }
  } finally {
    await filled.close();
  }
}

function cookieOf({ session }: StartedWeb): string {
  return `${session.name}=${encodeURIComponent(session.value)}`;
}

function notesOf(minutes: number): readonly string[] {
  return [
    `${perSecond} pages per second, arrival times fixed in advance: six dashboards and the lists behind their numbers, of single repositories. Cold: no two views the same, and none shown, computed or drawn before; the process has shown each page ten times for a repository that none of them is about. Warm: the same views again.`,
    `Browser: Chromium with nothing cached on a processor slowed down ${4} times, 1440 pixels wide. An interaction lasts from a click or key until the next paint, as the browser's event timing says in steps of 8 ms.`,
    ...(minutes < fullMinutes
      ? [`Memory was read after ${minutes} minutes; the goal is meant for ${fullMinutes} (--minutes ${fullMinutes}).`]
      : []),
  ];
}

type Bench = {
  readonly databaseUrl: string;
  /** A repository that no measured visit is about. */
  readonly spare: string;
  readonly visits: readonly Visit[];
  readonly say: (text: string) => void;
};

async function measureServer(web: StartedWeb, bench: Bench): Promise<readonly Measure[]> {
  const load = async (visits: readonly string[]) =>
    await runOpenLoop({ base: web.url, cookie: cookieOf(web), urls: visits, perSecond });
  const urls = bench.visits.map(({ url }) => url);
  // What is loaded and compiled with the first pages of their kinds belongs to the start of the process, and is told apart. They are about
  // a repository of their own, so that nothing of what is measured afterwards has been computed, drawn or kept by then.
  bench.say("the first views of a process that just started");
  const started: number[] = [];
  for (let variant = 0; variant < startVariants; variant += 1) {
    for (const page of pageNames) {
      const [arrival] = await load([toVisit({ page, variant, repository: bench.spare }).url]);
      started.push(arrival?.latencyMs ?? Number.NaN);
    }
  }
  bench.say(`${urls.length} views, cold`);
  const cold = await load(urls);
  bench.say("the same views, warm");
  const warm = await load(urls);
  bench.say("a static file");
  const file = await load(Array.from({ length: 50 }, () => "/icon.svg"));
  bench.say("the reads of the dashboards alone");
  const reads = await timeReads({ databaseUrl: bench.databaseUrl, visits: bench.visits.slice(0, 60) });
  bench.say("dashboards of the whole workspace");
  const whole = await measureWhole(web);
  const staticMs = p95Of(file.map(({ latencyMs }) => latencyMs));
  return [
    {
      name: "just started, one after the other: first view of each page, the slowest",
      unit: "ms",
      value: Math.max(...started.slice(0, pageNames.length)),
    },
    {
      name: "just started, one after the other: median of the views after these",
      unit: "ms",
      value: medianOf(started.slice(pageNames.length)),
    },
    ...summarise({ name: "cold", arrivals: cold, goalMs: goals.coldMs, visits: bench.visits }),
    { name: "reads of the dashboards alone: p95", unit: "ms", value: p95Of(reads.map(({ ms }) => ms)) },
    { name: "reads of the dashboards alone: median", unit: "ms", value: medianOf(reads.map(({ ms }) => ms)) },
    ...summarise({ name: "warm", arrivals: warm, goalMs: goals.warmMs, visits: bench.visits }),
    { name: "a static file of the same server: p95", unit: "ms", value: staticMs },
    ...whole,
  ];
}

function summarise(input: {
  readonly name: string;
  readonly arrivals: readonly Arrival[];
  readonly goalMs: number;
  readonly visits: readonly Visit[];
}): readonly Measure[] {
  const { name, arrivals, goalMs, visits } = input;
  const all = arrivals.map(({ latencyMs }) => latencyMs);
  const perPage = pageNames.map((page): Measure => {
    const of = arrivals.filter((_, index) => visits[index]?.page === page).map(({ latencyMs }) => latencyMs);
    return { name: `${name}: p95 of ${page}`, unit: "ms", value: p95Of(of), goal: { atMost: goalMs } };
  });
  return [
    { name: `${name}: p95 of all pages`, unit: "ms", value: p95Of(all), goal: { atMost: goalMs } },
    { name: `${name}: median of all pages`, unit: "ms", value: medianOf(all) },
    ...perPage,
    {
      name: `${name}: pages that failed, of ${arrivals.length}`,
      unit: "rows",
      value: arrivals.filter(({ hasFailed }) => hasFailed).length,
      goal: { atMost: 0 },
    },
    {
      name: `${name}: median size of a page, compressed`,
      unit: "kB",
      value: medianOf(arrivals.map(({ sizeBytes }) => sizeBytes)) / 1000,
    },
  ];
}

/** Every repository at once, one page after the other: what a person waits for, first and again. */
async function measureWhole(web: StartedWeb): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  for (const page of dashboards) {
    const { url } = toVisit({ page, variant: 0 });
    let failed = 0;
    const times: number[] = [];
    for (let run = 0; run < 4; run += 1) {
      const [arrival] = await runOpenLoop({ base: web.url, cookie: cookieOf(web), urls: [url], perSecond });
      times.push(arrival?.latencyMs ?? Number.NaN);
      if (arrival?.hasFailed === true) failed += 1;
    }
    const [first = Number.NaN, ...again] = times;
    if (failed > 0) {
      measures.push({
        name: `${page} of the whole workspace: failed, of 4`,
        unit: "rows",
        value: failed,
        goal: { atMost: 0 },
      });
    }
    measures.push(
      { name: `${page} of the whole workspace: first`, unit: "ms", value: first },
      { name: `${page} of the whole workspace: again`, unit: "ms", value: medianOf(again), runs: again },
    );
  }
  return measures;
}

async function measureBrowser(web: StartedWeb, { spare, say }: Bench): Promise<readonly Measure[]> {
  const measures: Measure[] = [];
  const seen: readonly PageName[] = [...dashboards, "pulls/items"];
  for (const page of seen) {
    say(`${page} in a slow browser`);
    const url = new URL(toVisit({ page, variant: 0, repository: spare }).url, web.url).href;
    const figures = await measureInBrowser(web.session, url);
    measures.push(
      {
        name: `${page}: JavaScript, compressed`,
        unit: "kB",
        value: figures.scriptKb,
        goal: { atMost: goals.scriptKb },
      },
      { name: `${page}: HTML, compressed`, unit: "kB", value: figures.documentKb },
      {
        name: `${page}: largest contentful paint`,
        unit: "ms",
        value: figures.largestPaintMs,
        runs: figures.largestPaintRunsMs,
        goal: { atMost: goals.largestPaintMs },
      },
      {
        name: `${page}: cumulative layout shift`,
        unit: "ratio",
        value: figures.layoutShift,
        goal: { atMost: goals.layoutShift },
      },
    );
    if (page === "pulls/items") continue;
    for (const { name, ms } of await measureInteractions(web.session, url)) {
      measures.push({ name: `${page}: ${name}`, unit: "ms", value: ms, goal: { atMost: goals.interactionMs } });
    }
  }
  return measures;
}

async function measureMemory(
  web: StartedWeb,
  { visits, minutes, say }: Bench & { readonly minutes: number },
): Promise<readonly Measure[]> {
  const startMb = await web.readRssMb();
  say(`${minutes} minutes of pages`);
  const count = Math.ceil(minutes * 60 * perSecond);
  const urls = Array.from({ length: count }, (_, index) => visits[index % visits.length]?.url ?? "/");
  const arrivals = await runOpenLoop({ base: web.url, cookie: cookieOf(web), urls, perSecond });
  return [
    {
      name: `memory of the web process after ${minutes} minutes`,
      unit: "MB",
      value: await web.readRssMb(),
      goal: { atMost: goals.rssMb },
      limit: { name: "before them", value: Math.round(startMb) },
    },
    { name: "p95 of all pages meanwhile", unit: "ms", value: p95Of(arrivals.map(({ latencyMs }) => latencyMs)) },
  ];
}

async function listRepositoryNames(url: string): Promise<readonly string[]> {
  const db = connect({ url, applicationName: "pulse bench" });
  try {
    const { id: workspaceId } = await getWorkspace(db, { slug: "default", userId: localOwnerId });
    const found = await withWorkspace(db, { workspaceId, userId: localOwnerId }, (tx) =>
      sql<{ fullName: string }>`
        select full_name
        from pulse.repositories
        order by id
      `.execute(tx),
    );
    return found.rows.map(({ fullName }) => fullName);
  } finally {
    await db.destroy();
  }
}

function p95Of(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Number.NaN;
}
