import type { ServiceConnection } from "@pulse/db";
import {
  readEnvelope,
  storeDeliveries,
  storeLargeDelivery,
  type Delivery,
  type JudgedDelivery,
  type Stored,
} from "@pulse/github";

type Written = { readonly stored: Stored; readonly isRejected: boolean; readonly action: string | null };

/** Puts deliveries into the table; a promise resolves when its delivery is durably there. */
export type DeliveryWriter = { readonly write: (delivery: Delivery) => Promise<Written> };

type Waiting = {
  readonly delivery: JudgedDelivery;
  readonly resolve: (stored: Stored) => void;
  readonly reject: (error: unknown) => void;
};

/** Statements under way at once, each on a connection of its own: PostgreSQL compresses a body in the process that inserts it. */
export const commitsAtOnce = 8;
const batchCount = 16;
const batchBytes = 2 ** 19;
const largeBytes = 2 ** 20;

/** Lets deliveries that come at the same time share a transaction: the disk confirms a batch in the time of one. */
export function createDeliveryWriter({ run }: Pick<ServiceConnection, "run">): DeliveryWriter {
  const queue: Waiting[] = [];
  let commits = 0;
  let large = Promise.resolve();

  const flush = (): void => {
    while (commits < commitsAtOnce && queue.length > 0) {
      commits += 1;
      void commit(run, takeBatch(queue)).finally(() => {
        commits -= 1;
        flush();
      });
    }
  };
  const writeSmall = async (delivery: JudgedDelivery): Promise<Stored> => {
    const { promise, resolve, reject } = Promise.withResolvers<Stored>();
    queue.push({ delivery, resolve, reject });
    flush();
    return await promise;
  };
  return {
    write: async (delivery) => {
      if (delivery.body.length > largeBytes) {
        // One at a time: on its way to PostgreSQL a body is copied several times.
        const written = large.then(() => storeLargeDelivery(run, delivery));
        large = written.then(
          () => undefined,
          () => undefined,
        );
        return { ...(await written), action: null };
      }
      const envelope = readEnvelope(delivery.body) ?? "rejected";
      const stored = await writeSmall({ ...delivery, envelope });
      const isRejected = envelope === "rejected";
      return { stored, isRejected, action: isRejected ? null : envelope.action };
    },
  };
}

function takeBatch(queue: Waiting[]): readonly Waiting[] {
  let bytes = 0;
  let count = 0;
  for (const { delivery } of queue) {
    bytes += delivery.body.length;
    if (count > 0 && (bytes > batchBytes || count >= batchCount)) break;
    count += 1;
  }
  return queue.splice(0, count);
}

// A batch that fails is tried one by one: what is wrong with one of them is nobody else's fault.
async function commit(run: ServiceConnection["run"], batch: readonly Waiting[]): Promise<void> {
  try {
    const stored = await storeDeliveries(
      run,
      batch.map((waiting) => waiting.delivery),
    );
    for (const [index, waiting] of batch.entries()) waiting.resolve(stored[index] ?? "repeat");
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1 && only !== undefined) only.reject(error);
    else for (const waiting of batch) await commit(run, [waiting]);
  }
}
