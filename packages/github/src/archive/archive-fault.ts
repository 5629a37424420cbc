import { AppError } from "@pulse/kit";

/** What every complaint about a file looks like: the file, then the fault and its place. Nothing of the content is repeated. */
export function archiveFault(fileName: string, fault: string, place: Readonly<Record<string, unknown>> = {}): AppError {
  return new AppError("invalid", `${fileName}: ${fault}`, { details: { file: fileName, ...place } });
}
