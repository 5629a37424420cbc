import { pino, type Logger as PinoLogger } from "pino";

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

type LoggerInput = {
  readonly name: string;
  readonly level?: string;
  /** For a process whose stdout is for data. */
  readonly isOnStderr?: boolean;
};

/** One JSON line per event on stdout, named after the process; secrets are censored by key. */
export function createLogger(input: LoggerInput): Logger {
  const options = {
    name: input.name,
    level: input.level ?? "info",
    redact: { paths: redactedPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return input.isOnStderr === true ? pino(options, pino.destination(2)) : pino(options);
}
