import type { Db } from "@pulse/db";

import type { Board } from "./board.ts";
import type { CliEnv } from "./env.ts";
import type { Progress } from "./progress.ts";

export type OpenDatabase = { readonly db: Db; readonly url: string; readonly close: () => Promise<void> };

/** What a command may use of the world. Data goes to `out`, talk to `say`: stdout stays fit for a pipe. */
export type CliContext = {
  /** The folder of this installation's state: .pulse, or PULSE_HOME. */
  readonly home: string;
  /** What is worked in is the demo: `home` is its own, and nothing of the environment leads out of it. */
  readonly isDemo: boolean;
  /** The checkout. */
  readonly root: string;
  readonly env: CliEnv;
  /** Ends with the first Ctrl-C or SIGTERM; `force` with the second. */
  readonly signal: AbortSignal;
  readonly force: AbortSignal;
  readonly json: boolean;
  /** The workspace's slug. */
  readonly workspace: string;
  readonly out: (text: string) => void;
  readonly say: (text: string) => void;
  /** Data that is no text; resolves when more may come. */
  readonly writeBytes: (chunk: Uint8Array) => Promise<void>;
  readonly printJson: (value: unknown) => void;
  readonly progress: (input: ProgressInput) => Progress;
  readonly board: () => Board;
  /** The database of the running `up`, else POSTGRES_URL, else the embedded server for as long as the command lasts. */
  readonly openDatabase: (input?: { readonly migrate?: boolean }) => Promise<OpenDatabase>;
};

export type ProgressInput = { readonly label: string; readonly unit: string; readonly total?: number };
