import type { ReactNode } from "react";

import { SearchButton } from "../search/search-button.tsx";
import { dashboards, places, type NavItem } from "./nav-items.ts";
import { NavLink } from "./nav-link.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import type { Theme } from "./theme.ts";
import { WorkspaceSwitch } from "./workspace-switch.tsx";

type SidebarProps = {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly workspaces: readonly { readonly slug: string; readonly name: string }[];
  readonly theme: Theme;
  readonly children: ReactNode;
};

export function Sidebar({ workspace, workspaces, theme, children }: SidebarProps) {
  return (
    <header className="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-r border-line px-3 py-4 lg:flex">
      <WorkspaceSwitch workspace={workspace} workspaces={workspaces} />
      <SearchButton />
      <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto">
        {dashboards.map((item) => (
          <SidebarLink key={item.segment} item={item} slug={workspace.slug} />
        ))}
        <hr className="mx-2.5 my-3 border-line" />
        {places.map((item) => (
          <SidebarLink key={item.segment} item={item} slug={workspace.slug} />
        ))}
      </nav>
      {children}
      <ThemeSwitch slug={workspace.slug} initial={theme} />
    </header>
  );
}

function SidebarLink({ item, slug }: { readonly item: NavItem; readonly slug: string }) {
  const Icon = item.icon;
  return (
    <NavLink
      href={`/${slug}/${item.segment}`}
      segment={item.segment}
      keepsFilters={item.keepsFilters ?? false}
      className="flex h-10 items-center gap-2.5 rounded-8 px-2.5 hover:bg-hover aria-[current=page]:bg-hover"
    >
      <Icon aria-hidden size={16} strokeWidth={1.75} />
      {item.label}
    </NavLink>
  );
}
