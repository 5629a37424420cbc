import { FolderGit2, GitPullRequest, type LucideIcon } from "lucide-react";

export type NavItem = { readonly segment: string; readonly label: string; readonly icon: LucideIcon };

/** The dashboards that exist, in the order of the sidebar. */
export const dashboards: readonly NavItem[] = [{ segment: "pulls", label: "Pull requests", icon: GitPullRequest }];

/** Below the line: where the data comes from. */
export const places: readonly NavItem[] = [{ segment: "repositories", label: "Repositories", icon: FolderGit2 }];
