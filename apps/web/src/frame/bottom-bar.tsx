import { dashboards, places } from "./nav-items.ts";
import { NavLink } from "./nav-link.tsx";
import { ThemeCycle } from "./theme-cycle.tsx";
import type { Theme } from "./theme.ts";

/** The sidebar of a phone or a small tablet. */
export function BottomBar({ slug, theme }: { readonly slug: string; readonly theme: Theme }) {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      {[...dashboards, ...places].map(({ segment, shortLabel, icon: Icon, keepsFilters = false }) => (
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
      <ThemeCycle initial={theme} />
    </nav>
  );
}
