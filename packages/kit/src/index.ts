export { AppError, errorCodes, isAppError, type ErrorCode } from "./app-error.ts";
export { fixedClock, systemClock, type Clock } from "./clock.ts";
export { acquireFileLock, readLockHolder, type FileLock, type LockHolder } from "./file-lock.ts";
export { findFreePort } from "./find-free-port.ts";
export { createLogger, type Logger } from "./logger.ts";
export { identifyProcess, isProcessAlive, type ProcessIdentity } from "./process-identity.ts";
export { readEnv } from "./read-env.ts";
export { retry } from "./retry.ts";
export { tellParent, watchParent } from "./watch-parent.ts";
