import { CircleDot, ExternalLink, FolderGit2, GitPullRequest, User } from "lucide-react";
import Link from "next/link";

import { cn } from "../ui/cn.ts";
import type { Hit } from "./to-hits.ts";

type HitLineProps = {
  readonly hit: Hit;
  readonly isMarked?: boolean;
  readonly onFollow?: (() => void) | undefined;
};

const icons = {
  issue: CircleDot,
  "pull request": GitPullRequest,
  repository: FolderGit2,
  person: User,
} as const;

/** One thing that was found. */
export function HitLine({ hit, isMarked = false, onFollow }: HitLineProps) {
  const Icon = icons[hit.kind];
  const face = cn("flex min-h-12 items-center gap-3 rounded-6 px-2.5 py-1.5 hover:bg-hover", isMarked && "bg-hover");
  const content = (
    <>
      <Icon aria-label={hit.kind} size={16} strokeWidth={1.75} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-13 font-medium">{hit.title}</span>
        <span className="block truncate text-12 text-muted">{hit.note}</span>
      </span>
      {hit.isOutside && (
        <ExternalLink aria-label="on GitHub" size={13} strokeWidth={1.75} className="shrink-0 text-pale" />
      )}
    </>
  );
  if (hit.isOutside) {
    return (
      <a href={hit.href} target="_blank" rel="noreferrer" onClick={onFollow} className={face}>
        {content}
      </a>
    );
  }
  return (
    <Link href={hit.href} prefetch={false} onClick={() => onFollow?.()} className={face}>
      {content}
    </Link>
  );
}
