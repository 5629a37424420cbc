import { AppError } from "@pulse/kit";

/** For an answer that is none of GitHub's: a page of a proxy, or half of one. */
export function unreadableAnswer(cause?: unknown): AppError {
  return new AppError("unavailable", "GitHub gave an answer that cannot be read. Try again later", {
    details: { reason: "unreadable" },
    cause,
  });
}
