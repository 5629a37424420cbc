import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "./cn.ts";

const looks = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-panel text-text hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-text",
} as const;

type ButtonProps = ComponentProps<"button"> & { readonly look?: keyof typeof looks; readonly asChild?: boolean };

export function Button({ look = "plain", asChild = false, className, type = "button", ...rest }: ButtonProps) {
  const classes = cn(
    "inline-flex h-10 items-center justify-center gap-2 rounded-8 px-3 text-13 font-medium whitespace-nowrap select-none disabled:opacity-50",
    looks[look],
    className,
  );
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <button type={type} className={classes} {...rest} />;
}
