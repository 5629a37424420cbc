import { dashboards, places } from "./nav-items.ts";
import { MoreSheet } from "./more-sheet.tsx";
import { NavLink } from "./nav-link.tsx";
import { SearchTab } from "./search-tab.tsx";
import type { Theme } from "./theme.ts";

type BottomBarProps = {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly workspaces: readonly { readonly slug: string; readonly name: string }[];
  readonly theme: Theme;
};

// Five places to hit are what a phone has room for; the others are one step away.
const inBar = 3;

/** The sidebar of a phone or a small tablet. */
export function BottomBar({ workspace, workspaces, theme }: BottomBarProps) {
  const { slug } = workspace;
  const all = [...dashboards, ...places];
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {all.slice(0, inBar).map(({ segment, shortLabel, icon: Icon, keepsFilters = false }) => (
        <NavLink
          key={segment}
          href={`/${slug}/${segment}`}
          segment={segment}
          keepsFilters={keepsFilters}
          className="flex h-14 flex-1 flex-col items-center justify-center gap-1 text-12"
        >
          <Icon aria-hidden size={18} strokeWidth={1.75} />
          {shortLabel}
        </NavLink>
      ))}
      <SearchTab />
      <MoreSheet
        segments={all.slice(inBar).map(({ segment }) => segment)}
        workspace={workspace}
        workspaces={workspaces}
        theme={theme}
      >
        {all.slice(inBar).map(({ segment, label, icon: Icon, keepsFilters = false }) => (
          <NavLink
            key={segment}
            href={`/${slug}/${segment}`}
            segment={segment}
            keepsFilters={keepsFilters}
            className="flex h-12 items-center gap-3 rounded-8 px-3 text-14 hover:bg-hover aria-[current=page]:bg-hover"
          >
            <Icon aria-hidden size={18} strokeWidth={1.75} />
            {label}
          </NavLink>
        ))}
      </MoreSheet>
    </nav>
  );
}
