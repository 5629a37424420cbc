import {
  Activity,
  CircleDot,
  FolderGit2,
  GitPullRequest,
  LayoutGrid,
  Rocket,
  Server,
  Settings,
  Users,
  Workflow,
  Wrench,
  type LucideIcon,
} from "lucide-react";

export type NavItem = {
  readonly segment: string;
  readonly label: string;
  /** The word for it where there is room for few letters. */
  readonly shortLabel: string;
  readonly icon: LucideIcon;
  readonly keepsFilters?: boolean;
};

/** The dashboards that exist, in the order of the sidebar. */
export const dashboards: readonly NavItem[] = [
  { segment: "overview", label: "Overview", shortLabel: "Overview", icon: LayoutGrid, keepsFilters: true },
  { segment: "issues", label: "Issues", shortLabel: "Issues", icon: CircleDot, keepsFilters: true },
  { segment: "pulls", label: "Pull requests", shortLabel: "Pulls", icon: GitPullRequest, keepsFilters: true },
  { segment: "team", label: "Team", shortLabel: "Team", icon: Users, keepsFilters: true },
  { segment: "actions", label: "Actions", shortLabel: "Actions", icon: Workflow, keepsFilters: true },
  { segment: "delivery", label: "Delivery", shortLabel: "Delivery", icon: Rocket, keepsFilters: true },
];

/** Below the line: what just happened, and where the data comes from. */
export const places: readonly NavItem[] = [
  { segment: "activity", label: "Activity", shortLabel: "Activity", icon: Activity },
  { segment: "repositories", label: "Repositories", shortLabel: "Repos", icon: FolderGit2 },
  { segment: "tools", label: "Tools", shortLabel: "Tools", icon: Wrench },
  { segment: "deployments", label: "Deployments", shortLabel: "Deploys", icon: Server },
  { segment: "settings", label: "Settings", shortLabel: "Settings", icon: Settings },
];
