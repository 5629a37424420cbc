import Link from "next/link";

import { cn } from "../../../ui/cn.ts";

type Listed = { readonly name: string; readonly annotations: { readonly title: string } };
type ToolMenuProps = { readonly slug: string; readonly tools: readonly Listed[]; readonly current: string };

/** Every tool by its name, the one that is open marked. */
export function ToolMenu({ slug, tools, current }: ToolMenuProps) {
  return (
    <nav aria-label="Tools" className="rounded-8 border border-line bg-panel p-2">
      <ul className="flex flex-col">
        {tools.map(({ name, annotations }) => (
          <li key={name}>
            <Link
              href={`/${slug}/tools?tool=${name}`}
              prefetch={false}
              aria-current={name === current ? "page" : undefined}
              className={cn(
                "flex min-h-10 flex-col justify-center rounded-8 px-3 py-1 text-13 hover:bg-hover",
                name === current && "bg-hover font-medium",
              )}
            >
              {annotations.title}
              <code className="text-12 text-muted">{name}</code>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
