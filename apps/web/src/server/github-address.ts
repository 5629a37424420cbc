import { findRuntime } from "./runtime.ts";

/** Where repositories have their pages: GITHUB_URL of this installation. For links only. */
export function githubAddress(): string {
  return findRuntime()?.githubUrl ?? "https://github.com";
}
