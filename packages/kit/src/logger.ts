import { pino, type DestinationStream, type Logger as PinoLogger } from "pino";

import { findRequestId } from "./request-scope.ts";

export type Logger = PinoLogger;

const redactedPaths = [
  "authorization",
  "cookie",
  "password",
  "secret",
  "token",
  "*.authorization",
  "*.cookie",
  "*.password",
  "*.secret",
  "*.token",
];

// Lines that nobody reads: kept up to this many bytes, and waited for this long by a process that ends.
const maxWaitingBytes = 4 * 1024 * 1024;
const lastWriteMs = 1000;

type LoggerInput = {
  readonly name: string;
  readonly level?: string;
  /** For a process whose stdout is for data. */
  readonly isOnStderr?: boolean;
};

/**
 * One JSON line per event on stdout, named after the process; secrets are censored by key. A reader that stopped reading costs lines and says how
 * many, once it reads on: it stops neither the work of the process nor its end.
 */
export function createLogger(input: LoggerInput): Logger {
  const options = {
    name: input.name,
    level: input.level ?? "info",
    redact: { paths: redactedPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: (_line: object, _level: number, logger: PinoLogger) => requestOf(logger),
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // Asking Node for its stream, instead of writing to 1 or 2 by number, is what makes a pipe one that says that it is full.
  // oxlint-disable-next-line pulse/only-apps-talk -- the one place that writes logs
  const { destination, onReadAgain } = openDestination(input.isOnStderr === true ? process.stderr : process.stdout);
  const logger = pino(options, destination);
  onReadAgain((dropped) => logger.warn({ dropped }, "log lines were dropped: nobody read them"));
  return logger;
}

/** The request that a line belongs to, unless the logger is one that names it already. */
function requestOf(logger: PinoLogger): object {
  const requestId = findRequestId();
  return requestId === null || "request_id" in logger.bindings() ? {} : { request_id: requestId };
}

/** Writes beside the work: a write that waits for the reader of a full pipe would hold the whole process. */
function openDestination(stream: { readonly fd: number }): {
  readonly destination: DestinationStream;
  readonly onReadAgain: (say: (dropped: number) => void) => void;
} {
  let giveUpAt: number | null = null;
  const destination = pino.destination({
    fd: stream.fd,
    sync: false,
    maxLength: maxWaitingBytes,
    retryEAGAIN: () => giveUpAt === null || performance.now() < giveUpAt,
  });
  const flush = destination.flushSync.bind(destination);
  destination.flushSync = () => {
    giveUpAt = performance.now() + lastWriteMs;
    try {
      flush();
    } catch {
      // Nobody reads what this process says last, and there is nowhere else to say it.
    }
    giveUpAt = null;
  };
  let dropped = 0;
  destination.on("drop", () => {
    dropped += 1;
  });
  const onReadAgain = (say: (dropped: number) => void): void => {
    destination.on("drain", () => {
      const lost = dropped;
      dropped = 0;
      if (lost > 0) say(lost);
    });
  };
  return { destination, onReadAgain };
}
