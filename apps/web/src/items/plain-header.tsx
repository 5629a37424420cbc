import { cn } from "../ui/cn.ts";

type PlainHeaderProps = { readonly text: string; readonly className?: string; readonly isRight?: boolean };

/** A column's name, which sorts nothing. */
export function PlainHeader({ text, className, isRight = false }: PlainHeaderProps) {
  return (
    <th
      scope="col"
      className={cn("py-2 pr-3 text-left text-12 font-medium text-muted", isRight && "text-right", className)}
    >
      {text}
    </th>
  );
}
