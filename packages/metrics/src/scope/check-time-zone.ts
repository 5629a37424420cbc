import { AppError } from "@pulse/kit";

/**
 * Throws `invalid` unless the name is in the IANA list. Bare offsets are refused as well:
 * PostgreSQL reads their sign the other way round (POSIX), so `+05:30` would silently mean west of Greenwich.
 */
export function checkTimeZone(timeZone: string): void {
  if (/^[A-Za-z]/.test(timeZone) && isKnown(timeZone)) return;
  throw new AppError(
    "invalid",
    `"${timeZone.slice(0, 60)}" is no time zone. Give an IANA name such as UTC, Europe/Berlin or America/New_York`,
  );
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
