import { withMigrationLock } from "./migration-lock.ts";
import { poolerWarning, withSession, type Session } from "./with-session.ts";

export type MigrationStep = { readonly version: number; readonly name: string; readonly durationMs: number };

export type MigratorInput = {
  /** A direct connection as the owner of the schemas, not a transaction pooler. */
  readonly url: string;
  /** The program's own migrations unless given. */
  readonly migrationsDir?: string;
  /** How long to wait for another migrator to finish; 10 s unless given. */
  readonly waitMs?: number;
  readonly onStep?: (step: MigrationStep) => void;
  readonly onWarning?: (message: string) => void;
};

const defaultWaitMs = 10_000;

/** Runs `work` on one direct connection, alone among the migrators of this database. */
export async function asMigrator<T>(input: MigratorInput, work: (session: Session) => Promise<T>): Promise<T> {
  const warning = poolerWarning(input.url);
  if (warning !== null) input.onWarning?.(warning);
  return await withSession(input.url, (session) =>
    withMigrationLock(session, input.waitMs ?? defaultWaitMs, () => work(session)),
  );
}

/** Runs one migration's script and reports how long it took. */
export async function takeStep(
  input: MigratorInput,
  migration: { readonly version: number; readonly name: string },
  run: () => Promise<void>,
): Promise<MigrationStep> {
  const startedAt = performance.now();
  await run();
  const step = { version: migration.version, name: migration.name, durationMs: performance.now() - startedAt };
  input.onStep?.(step);
  return step;
}
