import type { NamedCommit } from "@pulse/actions";

import type { DeployPage } from "./deploy-page.ts";

type CommitLinksProps = { readonly page: Pick<DeployPage, "githubUrl">; readonly commits: readonly NamedCommit[] };

/** Each commit once, with what runs it where there are several. */
export function CommitLinks({ page, commits }: CommitLinksProps) {
  const different = [...new Map(commits.map((one) => [`${one.repository ?? ""} ${one.commit}`, one])).values()];
  if (different.length === 0) return null;
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {different.map(({ repository, commit, component }) => (
        <span key={`${repository ?? ""} ${commit}`} className="inline-flex items-center gap-1">
          {different.length > 1 && <span className="text-muted">{component}</span>}
          {repository === null ? (
            <code className="font-mono text-12">{commit.slice(0, 7)}</code>
          ) : (
            <a
              href={`${page.githubUrl}/${repository}/commit/${encodeURIComponent(commit)}`}
              target="_blank"
              rel="noreferrer"
              title={`${repository} at ${commit}`}
              className="inline-flex min-h-6 items-center font-mono text-12 underline underline-offset-2"
            >
              {commit.slice(0, 7)}
              <span className="sr-only"> of {repository} on GitHub</span>
            </a>
          )}
        </span>
      ))}
    </span>
  );
}
