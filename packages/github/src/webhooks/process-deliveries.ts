/**
 * Works through the deliveries that were stored: the table is the queue. What a delivery changes and that it is done are one transaction, so that
 * a worker that dies loses nothing and nothing is done twice.
 */
import { publishEvents, withService, type Db, type LiveEvent, type Tx } from "@pulse/db";
import { isAppError, type Clock, type Logger } from "@pulse/kit";
import { sql } from "kysely";

import { lockRepository } from "../save/lock-repository.ts";
import { saveAccountBook } from "./account-book.ts";
import { applyOrganisationEvent, isOrganisationEvent } from "./apply-organisation-event.ts";
import { claimDeliveries, type ClaimedDelivery } from "./claim-deliveries.ts";
import type { AccountOf, Applied, ConcernedRepository } from "./event-handler.ts";
import { findConcerned } from "./find-concerned.ts";
import { extendCoverage } from "./extend-coverage.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import type { PayloadUser } from "./payload/user.ts";
import { readDelivery, whyNotKept, type ReadDelivery } from "./read-delivery.ts";
import { putOffDelivery, settleDelivery } from "./settle-delivery.ts";

export type ProcessContext = { readonly db: Db; readonly clock: Clock; readonly logger: Logger };

type Plan = {
  readonly delivery: ClaimedDelivery;
  readonly read:
    | ReadDelivery
    | { readonly kind: "organisation" }
    | { readonly kind: "ignored"; readonly outcome: string };
  readonly repositories: readonly ConcernedRepository[];
};

type BatchContext = ProcessContext & {
  readonly tx: Tx;
  readonly accounts: ReadonlyMap<number, AccountOf>;
  readonly outbox: Outbox;
  /** Up to when each repository is known by what was applied. */
  readonly reached: Map<number, string>;
};

const mostAttempts = 8;
const waitsMs = 60_000;
const waitStepMs = 2_000;
const longestBackoffMs = 10 * 60_000;

/**
 * Takes up to `limit` due deliveries and does them in one transaction, each in a savepoint of its own. Gives how many it took. Throws when the
 * transaction as a whole failed; nothing is changed then, and a smaller batch may do.
 */
export async function processDeliveries(ctx: ProcessContext, limit: number): Promise<number> {
  return await withService(ctx.db, async (tx) => {
    const deliveries = await claimDeliveries(tx, { limit, now: ctx.clock.now() });
    if (deliveries.length === 0) return 0;
    const plans = await planBatch(tx, deliveries);
    const outbox = createOutbox();
    const accounts = await saveEverybody(tx, plans);
    const reached = new Map<number, string>();
    for (const plan of plans) await processOne({ ...ctx, tx, accounts, outbox, reached }, plan);
    await extendCoverage(tx, reached);
    await publishEvents(tx, outbox.events());
    return deliveries.length;
  });
}

/** After a transaction failed with this delivery alone: counts the attempt, so that it does not hold up the others for ever. */
export async function noteFailedAttempt(ctx: ProcessContext, error: unknown): Promise<void> {
  await withService(ctx.db, async (tx) => {
    const [delivery] = await claimDeliveries(tx, { limit: 1, now: ctx.clock.now() });
    if (delivery !== undefined) await noteFailure({ ...ctx, tx }, delivery, error);
  });
}

async function planBatch(tx: Tx, deliveries: readonly ClaimedDelivery[]): Promise<readonly Plan[]> {
  const concernOf = await findConcerned(tx, deliveries);
  const plans = deliveries.map((delivery): Plan => {
    if (isOrganisationEvent(delivery.event)) return { delivery, read: { kind: "organisation" }, repositories: [] };
    const { repositories, nobodys } = concernOf(delivery);
    const unread = whyNotKept(delivery.event) ?? nobodys;
    if (unread !== null) return { delivery, read: { kind: "ignored", outcome: unread }, repositories: [] };
    return { delivery, read: readDelivery(delivery), repositories };
  });
  const locked = new Map(plans.flatMap((plan) => plan.repositories.map((row) => [row.id, row])));
  // In one order for all workers, and before any account is touched, so that nobody waits in a circle.
  for (const row of [...locked.values()].toSorted((left, right) => left.id - right.id)) await lockRepository(tx, row);
  return plans;
}

async function saveEverybody(tx: Tx, plans: readonly Plan[]): Promise<ReadonlyMap<number, AccountOf>> {
  const people = new Map<number, PayloadUser[]>();
  for (const { read, repositories } of plans) {
    if (read.kind !== "apply") continue;
    for (const { workspaceId } of repositories) {
      people.set(workspaceId, [...(people.get(workspaceId) ?? []), ...read.payload.people]);
    }
  }
  const fetchedAt =
    plans
      .map((plan) => plan.delivery.fetchedAt)
      .toSorted()
      .at(-1) ?? "";
  const books = new Map<number, AccountOf>();
  for (const [workspaceId, users] of [...people].toSorted(([left], [right]) => left - right)) {
    books.set(workspaceId, await saveAccountBook(tx, { workspaceId, fetchedAt }, users));
  }
  return books;
}

async function processOne(ctx: BatchContext, plan: Plan): Promise<void> {
  const { tx } = ctx;
  const { delivery } = plan;
  const outbox = createOutbox();
  await sql`savepoint delivery`.execute(tx);
  try {
    const result = await apply({ ...ctx, outbox }, plan);
    if (result.kind === "wait" && hasTimeToWait(ctx, delivery)) {
      await sql`rollback to savepoint delivery`.execute(tx);
      const retryAt = new Date(ctx.clock.now().getTime() + waitStepMs);
      await putOffDelivery(tx, { id: delivery.id, outcome: result.reason, retryAt, isAttempt: false });
    } else {
      await finish({ ...ctx, outbox }, plan, result);
      ctx.outbox.addAll(outbox);
    }
  } catch (error) {
    await sql`rollback to savepoint delivery`.execute(tx);
    await noteFailure(ctx, delivery, error);
  }
  // Events are published by the transaction itself: their order is that of transactions, not of savepoints.
  await sql`release savepoint delivery`.execute(tx);
}

type Result = { readonly kind: "processed" | "ignored"; readonly outcome: string } | Extract<Applied, { kind: "wait" }>;

async function apply(ctx: BatchContext, { delivery, read, repositories }: Plan): Promise<Result> {
  if (read.kind === "ignored") return read;
  if (read.kind === "organisation") return await applyOrganisationEvent(ctx, delivery);
  if (read.kind === "shape") {
    // An older or newer shape than ours: sync reads what it was about.
    for (const repository of repositories) await ctx.outbox.refresh(ctx.tx, { repository, reason: read.problem });
    return { kind: "ignored", outcome: read.problem };
  }
  const outcomes: Result[] = [];
  for (const repository of repositories) {
    const { workspaceId, id: repositoryId } = repository;
    const accountOf = ctx.accounts.get(workspaceId);
    if (accountOf === undefined) throw new Error("the people of a payload were not saved");
    const scope = { workspaceId, repositoryId, fetchedAt: delivery.fetchedAt };
    const applied = await read.payload.apply({ tx: ctx.tx, scope, repository, accountOf });
    if (applied.kind === "wait") return applied;
    await ctx.outbox.take(ctx.tx, { repository, applied });
    outcomes.push({ kind: applied.kind === "done" ? "processed" : "ignored", outcome: applied.outcome });
  }
  const [first] = outcomes;
  if (first === undefined) return { kind: "ignored", outcome: "nothing to do" };
  return first;
}

async function finish(ctx: BatchContext, { delivery, repositories }: Plan, result: Result): Promise<void> {
  const isHandedOver = result.kind === "wait";
  if (isHandedOver) {
    for (const repository of repositories) await ctx.outbox.refresh(ctx.tx, { repository, reason: result.reason });
  }
  const state = isHandedOver ? "ignored" : result.kind;
  const outcome = isHandedOver ? `${result.reason}; left to sync` : result.outcome;
  await settleDelivery(ctx.tx, { id: delivery.id, state, outcome });
  if (state === "processed") {
    for (const { id } of repositories) ctx.reached.set(id, laterOf(ctx.reached.get(id) ?? "", delivery.fetchedAt));
  }
  ctx.outbox.add(...deliveryEvents(delivery, { state, repositories }));
}

function laterOf(left: string, right: string): string {
  return left > right ? left : right;
}

function deliveryEvents(
  delivery: ClaimedDelivery,
  told: { readonly state: string; readonly repositories: readonly ConcernedRepository[] },
): readonly LiveEvent[] {
  const subject = { id: delivery.id, event: delivery.event, state: told.state };
  const workspaces = new Set(told.repositories.map((row) => row.workspaceId));
  if (delivery.workspaceId !== null) workspaces.add(delivery.workspaceId);
  return [...workspaces].map((workspaceId) => ({ workspaceId, repositoryId: null, kind: "delivery", subject }));
}

function hasTimeToWait(ctx: ProcessContext, delivery: ClaimedDelivery): boolean {
  return ctx.clock.now().getTime() - delivery.receivedAt.getTime() < waitsMs;
}

async function noteFailure(
  ctx: ProcessContext & { readonly tx: Tx },
  delivery: ClaimedDelivery,
  error: unknown,
): Promise<void> {
  const attempts = delivery.attempts + 1;
  const { id, event } = delivery;
  const outcome = isAppError(error)
    ? error.message
    : `internal: ${error instanceof Error ? error.message : String(error)}`;
  ctx.logger.warn({ err: error, delivery: id, event, attempts }, "a delivery could not be processed");
  if (attempts >= mostAttempts) {
    await settleDelivery(ctx.tx, { id, state: "failed", outcome });
    return;
  }
  const backoffMs = Math.min(longestBackoffMs, 1000 * 2 ** attempts);
  const retryAt = new Date(ctx.clock.now().getTime() + backoffMs);
  await putOffDelivery(ctx.tx, { id, outcome, retryAt, isAttempt: true });
}
