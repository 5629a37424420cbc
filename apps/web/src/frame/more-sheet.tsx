"use client";

import { Menu } from "lucide-react";
import Link from "next/link";
import { usePathname, useSelectedLayoutSegment } from "next/navigation";
import { Dialog } from "radix-ui";
import { useState, type MouseEvent, type ReactNode } from "react";

import { cn } from "../ui/cn.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import type { Theme } from "./theme.ts";

type MoreSheetProps = {
  /** Where the links in it lead. */
  readonly segments: readonly string[];
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly workspaces: readonly { readonly slug: string; readonly name: string }[];
  readonly theme: Theme;
  readonly children: ReactNode;
};

/** Everything that the bar of a phone has no room for, from below, where the thumb is. */
export function MoreSheet({ segments, workspace, workspaces, theme, children }: MoreSheetProps) {
  const [openAt, setOpenAt] = useState<string | null>(null);
  const path = usePathname();
  const segment = useSelectedLayoutSegment();
  const isHere = segment !== null && segments.includes(segment);
  const closeOnLink = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a") !== null) setOpenAt(null);
  };
  return (
    // Another page closes it, however it was come to.
    <Dialog.Root open={openAt === path} onOpenChange={(isOpen) => setOpenAt(isOpen ? path : null)}>
      <Dialog.Trigger
        className={cn(
          "flex h-14 flex-1 flex-col items-center justify-center gap-1 text-12 hover:text-text",
          isHere ? "font-medium text-text" : "text-muted",
        )}
      >
        <Menu aria-hidden size={18} strokeWidth={1.75} />
        More
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-30 bg-text/20" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-40 max-h-[85dvh] overflow-y-auto rounded-t-8 border-t border-line bg-raised p-3 pb-[calc(env(safe-area-inset-bottom)+12px)] shadow-float"
        >
          <Dialog.Title className="px-3 pt-1 pb-2 text-13 font-semibold">{workspace.name}</Dialog.Title>
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- it only notices that a link inside was followed */}
          <div onClick={closeOnLink} className="flex flex-col gap-0.5">
            {children}
            {workspaces.length > 1 && (
              <>
                <h3 className="mt-2 border-t border-line px-3 pt-3 pb-1 text-12 font-medium text-muted">Workspaces</h3>
                {workspaces.map(({ slug, name }) => (
                  <Link
                    key={slug}
                    href={`/${slug}`}
                    prefetch={false}
                    aria-current={slug === workspace.slug ? "true" : undefined}
                    className="flex min-h-12 items-center rounded-8 px-3 break-words hover:bg-hover aria-[current=true]:font-medium"
                  >
                    {name}
                  </Link>
                ))}
              </>
            )}
          </div>
          <div className="mt-2 flex items-center justify-between border-t border-line px-3 pt-3">
            <span className="text-13 text-muted">Theme</span>
            <ThemeSwitch slug={workspace.slug} initial={theme} />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
