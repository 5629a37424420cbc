"use client";

import { Popover as Primitive } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "./cn.ts";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

export function PopoverContent({ className, align = "start", ...rest }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={6}
        collisionPadding={12}
        className={cn(
          "z-40 max-h-[min(28rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-24px)] overflow-y-auto rounded-8 border border-line bg-raised p-1.5 shadow-float",
          className,
        )}
        {...rest}
      />
    </Primitive.Portal>
  );
}
