"use client";

import Link from "next/link";
import type { ComponentProps, MouseEvent } from "react";

import { useFilterNavigation } from "./filter-navigation.tsx";

type FilterLinkProps = Omit<ComponentProps<typeof Link>, "href"> & { readonly href: string };

/** A real link, for the keyboard and for a new tab; a plain click keeps the old numbers on screen while it loads. */
export function FilterLink({ href, onClick, ...rest }: FilterLinkProps) {
  const go = useFilterNavigation();

  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };

  return <Link href={href} prefetch={false} scroll={false} onClick={follow} {...rest} />;
}
