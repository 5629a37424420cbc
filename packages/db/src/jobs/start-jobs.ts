import type { Logger } from "@pulse/kit";
import { PgBoss } from "pg-boss";

import { parsePostgresUrl } from "../connect.ts";
import { ensureJobsSchema, jobsSchema } from "./ensure-jobs-schema.ts";

/** Something that is done again and again, by one worker of all at a time. */
export type RecurringJob = {
  readonly name: string;
  /** When, as cron in UTC; once a minute at most. */
  readonly cron: string;
  /** Safe to do twice: a job whose worker died is done again. */
  readonly work: (signal: AbortSignal) => Promise<void>;
};

export type Jobs = {
  /** Lets what is under way end, for half a minute at most. */
  readonly stop: () => Promise<void>;
};

const pollSeconds = 5;
const longestSeconds = 15 * 60;
const keptSeconds = 24 * 60 * 60;
const stopLimitMs = 10_000;

/**
 * Starts the clock and the hands of recurring jobs. Several workers may run the same list: the queue gives each turn to one of them. Polls
 * instead of listening and holds no session lock, so `url` may be a transaction pooler's; `directUrl` is where its tables are brought up to date.
 */
export async function startJobs(
  ctx: { readonly logger: Logger },
  input: { readonly url: string; readonly directUrl: string; readonly jobs: readonly RecurringJob[] },
): Promise<Jobs> {
  await ensureJobsSchema({ url: input.directUrl });
  const boss = new PgBoss({
    connectionString: parsePostgresUrl(input.url).href,
    application_name: "pulse-hub jobs",
    max: 2,
    schema: jobsSchema,
    migrate: false,
    useListenNotify: false,
  });
  boss.on("error", (error) => {
    ctx.logger.warn({ err: error }, "the job queue cannot reach the database; trying on");
  });
  await boss.start();
  for (const job of input.jobs) await startJob(ctx, boss, job);
  return {
    stop: async () => {
      await boss.stop({ graceful: true, timeout: stopLimitMs });
    },
  };
}

async function startJob(ctx: { readonly logger: Logger }, boss: PgBoss, job: RecurringJob): Promise<void> {
  // One waiting and one under way are enough: a turn that is missed while the last one still goes on is no loss.
  await boss.createQueue(job.name, {
    policy: "stately",
    expireInSeconds: longestSeconds,
    deleteAfterSeconds: keptSeconds,
    retryLimit: 2,
    retryBackoff: true,
  });
  await boss.schedule(job.name, job.cron, null, { tz: "UTC" });
  await boss.work(job.name, { pollingIntervalSeconds: pollSeconds }, async ([turn]) => {
    if (turn === undefined) return;
    try {
      await job.work(turn.signal);
    } catch (error) {
      // The queue keeps the message for its own table; whoever runs the worker reads the log.
      ctx.logger.warn({ err: error, job: job.name }, "a recurring job failed");
      throw error;
    }
  });
}
