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

/** One JSON line per event on stdout, named after the process; secrets are censored by key. */
export function createLogger(input: { readonly name: string; readonly level?: string }): Logger {
  return pino({
    name: input.name,
    level: input.level ?? "info",
    redact: { paths: redactedPaths, censor: "[redacted]" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
