// The demo's GitHub, a process that `up` keeps beside web and worker: an organisation made up, and then at work.
import { setTimeout as delay } from "node:timers/promises";

import { startReplica, type Replica } from "@pulse/github-replica";
import { createLogger, isAppError, readEnv, tellParent, watchParent, type Logger } from "@pulse/kit";
import { z } from "zod";

import { createPlay, type Play } from "./create-play.ts";
import { demoOrganisation } from "./demo-organisation.ts";
import { foundOrganisation } from "./found-organisation.ts";
import { missedInstants } from "./missed-instants.ts";
import { paceMs } from "./pace.ts";
import { notePlay, readPlays } from "./play-log.ts";

const schema = z.object({
  DEMO_HOME: z.string(),
  DEMO_PORT: z.coerce.number().int(),
  DEMO_SEED: z.coerce.number().int(),
  DEMO_BEGUN_AT: z.iso.datetime().transform((text) => new Date(text)),
  /** Where web is, which is told of everything. */
  DEMO_WEB_URL: z.url(),
  GITHUB_WEBHOOK_SECRET: z.string(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

type Settings = Readonly<z.output<typeof schema>>;

// So that a first reading is seen to move, and does not take the patience that GitHub's own answers would.
const latencyMs = 20;
const readyPollMs = 500;
const keptDeliveries = 200;

try {
  await run(readEnv(schema, process.env));
} catch (error) {
  if (!isAppError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function run(settings: Settings): Promise<void> {
  const logger = createLogger({ name: "github", level: settings.LOG_LEVEL });
  const stopping = new AbortController();
  const stop = (): void => {
    stopping.abort();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  watchParent({ onGone: stop, onLate: () => process.exit(1) });
  const replica = await startReplica({ now: settings.DEMO_BEGUN_AT, port: settings.DEMO_PORT, latencyMs });
  const play = restore(replica, settings);
  const ticking = setInterval(() => {
    replica.clock.set(new Date());
  }, 1000);
  replica.clock.set(new Date());
  logger.info({ url: replica.url, repositories: replica.world.repositories.size }, "listening");
  tellParent({ event: "listening", url: replica.url });
  await playOn({ replica, play, settings, logger, signal: stopping.signal });
  clearInterval(ticking);
  await replica.close();
  logger.info("stopped");
  process.exit(0);
}

/** The past, what was played in earlier runs, and what happened since the last one, of which nobody was told: the next reading finds it. */
function restore(replica: Replica, settings: Settings): Play {
  const { DEMO_HOME: home, DEMO_SEED: seed, DEMO_BEGUN_AT: begunAt } = settings;
  const repositories = foundOrganisation(replica, { seed, begunAt });
  const play = createPlay(replica, { seed, repositories });
  // The hook is there from the beginning: its deliveries are numbered, and a number that was used is taken for a repetition.
  replica.addHook(demoOrganisation.login, {
    url: `${settings.DEMO_WEB_URL}/api/webhooks/github`,
    secret: settings.GITHUB_WEBHOOK_SECRET,
  });
  const played = readPlays(home);
  for (const at of played) stepUnheard(replica, play, at);
  for (const at of missedInstants(played.at(-1) ?? begunAt, new Date())) {
    notePlay(home, at);
    stepUnheard(replica, play, at);
  }
  return play;
}

function stepUnheard(replica: Replica, play: Play, at: Date): void {
  play.step(at);
  replica.hooks.drop();
}

async function playOn(ctx: {
  readonly replica: Replica;
  readonly play: Play;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { replica, play, settings, signal } = ctx;
  const startedMs = performance.now();
  let isHeard = false;
  while (!signal.aborted) {
    if (!isHeard) isHeard = await canHear(settings.DEMO_WEB_URL);
    if (!isHeard) {
      await pause(readyPollMs, signal);
      continue;
    }
    const at = new Date(Math.floor(Date.now() / 1000) * 1000);
    notePlay(settings.DEMO_HOME, at);
    play.step(at);
    const told = await replica.hooks.deliver();
    // What web was not told while it was away, the worker's next reading finds.
    isHeard = told.every((delivery) => delivery.statusCode !== 0);
    if (replica.hooks.deliveries().length > keptDeliveries) replica.hooks.clearDeliveries();
    replica.log.clear();
    await pause(paceMs(performance.now() - startedMs), signal);
  }
}

async function canHear(webUrl: string): Promise<boolean> {
  try {
    return (await fetch(`${webUrl}/api/ready`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // It is still starting, or starting again.
    return false;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => undefined);
}
