import { AppError } from "@pulse/kit";

export type GitHubPath = {
  readonly owner: string;
  readonly name: string;
  /** Below the repository, decoded. */
  readonly rest: readonly string[];
};

/**
 * Reads `repos/OWNER/NAME/…` as a client wrote it, before anything is compared with it. Throws `invalid` for what could be read in two ways
 * (encoded slashes, dots and percent signs, backslashes, control characters, empty parts) and `not_found` for what is below no repository.
 */
export function readGitHubPath(path: string): GitHubPath {
  const [first, owner, name, ...rest] = path.replace(/\/$/, "").split("/").map(decodePart);
  if (first !== "repos" || owner === undefined || name === undefined) {
    throw new AppError(
      "not_found",
      "Of GitHub's API only repos/OWNER/NAME/… is here, for repositories of the workspace",
    );
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/.test(owner) || !/^[A-Za-z0-9._-]{1,100}$/.test(name)) {
    throw new AppError("invalid", "This address names no repository. It is written repos/OWNER/NAME/…");
  }
  return { owner, name, rest };
}

export function writeGitHubPath({ owner, name, rest }: GitHubPath): string {
  return ["repos", owner, name, ...rest].map(encodeURIComponent).join("/");
}

function decodePart(part: string): string {
  const refusal = new AppError(
    "invalid",
    "This address can be read in two ways, and so is not asked. Write it plainly",
  );
  let decoded: string;
  try {
    decoded = decodeURIComponent(part);
  } catch {
    throw refusal;
  }
  if (decoded === "" || decoded === "." || decoded === ".." || /[/\\%?#]|\p{Cc}/u.test(decoded)) throw refusal;
  return decoded;
}
