import { connect, parsePostgresUrl, transactionPoolerPort, type ConnectInput, type Db } from "./connect.ts";
import { withService } from "./with-service.ts";

export type ServiceConnection = {
  /** Runs statements as the service, each of them a transaction by itself where that is possible: one round trip instead of four. */
  readonly run: <T>(work: (db: Db) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** A pool whose connections are the service for as long as they live. At a transaction pooler that cannot be, and each `run` is a transaction. */
export function connectService(input: ConnectInput): ServiceConnection {
  const isPooled = parsePostgresUrl(input.url).port === transactionPoolerPort;
  const db = connect(isPooled ? input : { ...input, role: "service_role" });
  return {
    run: async (work) => (isPooled ? await withService(db, work) : await work(db)),
    close: async () => await db.destroy(),
  };
}
