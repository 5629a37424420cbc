import { AppError, isAppError } from "@pulse/kit";

/** Used wrongly: exit code 2, and the help page to read. */
export function usageError(message: string, helpOf: string): AppError {
  const page = ["./pulse", helpOf, "--help"].filter((word) => word !== "").join(" ");
  return new AppError("invalid", `${message}\nSee: ${page}`, { details: { isUsage: true } });
}

export function isUsageError(error: unknown): error is AppError {
  return isAppError(error) && error.details["isUsage"] === true;
}
