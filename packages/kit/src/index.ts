export { AppError, errorCodes, isAppError, type ErrorCode } from "./app-error.ts";
export { fixedClock, systemClock, type Clock } from "./clock.ts";
export { createLogger, type Logger } from "./logger.ts";
export { readEnv } from "./read-env.ts";
export { retry } from "./retry.ts";
