"use client";

import { useSearchParams } from "next/navigation";
import { Fragment, useState, type ReactNode } from "react";

type LiveListProps = {
  readonly lines: readonly { readonly key: string; readonly line: ReactNode }[];
};

type Shown = { readonly view: string; readonly keys: ReadonlySet<string>; readonly fresh: ReadonlySet<string> };

/** The lines of a list; those that came by themselves since the page was opened light up once. */
export function LiveList({ lines }: LiveListProps) {
  const view = useSearchParams().toString();
  const keys = lines.map(({ key }) => key);
  const [shown, setShown] = useState<Shown>({ view, keys: new Set(keys), fresh: new Set() });
  if (shown.view !== view) {
    setShown({ view, keys: new Set(keys), fresh: new Set() });
  } else if (keys.some((key) => !shown.keys.has(key))) {
    const added = keys.filter((key) => !shown.keys.has(key));
    setShown({ view, keys: new Set([...shown.keys, ...added]), fresh: new Set([...shown.fresh, ...added]) });
  }
  return lines.map(({ key, line }) =>
    shown.fresh.has(key) ? (
      <div key={key} className="flash">
        {line}
      </div>
    ) : (
      <Fragment key={key}>{line}</Fragment>
    ),
  );
}
