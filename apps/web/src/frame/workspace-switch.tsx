"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { useState } from "react";

import { cn } from "../ui/cn.ts";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { BrandMark } from "./brand-mark.tsx";

type WorkspaceSwitchProps = {
  readonly workspace: { readonly slug: string; readonly name: string };
  readonly workspaces: readonly { readonly slug: string; readonly name: string }[];
};

const face = "mb-2 flex h-10 items-center gap-2.5 rounded-8 px-2.5 font-semibold hover:bg-hover";

/** Which workspace everything is about; whoever belongs to several changes it here. */
export function WorkspaceSwitch({ workspace, workspaces }: WorkspaceSwitchProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (workspaces.length < 2) {
    return (
      <Link href={`/${workspace.slug}`} prefetch={false} className={face}>
        <BrandMark />
        <span className="truncate">{workspace.name}</span>
      </Link>
    );
  }
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger className={face} aria-label={`Workspace: ${workspace.name}. Change it`}>
        <BrandMark />
        <span className="truncate">{workspace.name}</span>
        <ChevronsUpDown aria-hidden size={14} className="ml-auto shrink-0 text-muted" />
      </PopoverTrigger>
      <PopoverContent aria-label="Workspaces">
        <ul>
          {workspaces.map(({ slug, name }) => (
            <li key={slug}>
              <Link
                href={`/${slug}`}
                prefetch={false}
                onClick={() => setIsOpen(false)}
                aria-current={slug === workspace.slug ? "true" : undefined}
                className="flex min-h-10 items-center gap-2.5 rounded-6 px-2.5 text-13 hover:bg-hover"
              >
                <Check aria-hidden size={14} className={cn("shrink-0", slug !== workspace.slug && "opacity-0")} />
                <span className="min-w-0 break-words">{name}</span>
              </Link>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
