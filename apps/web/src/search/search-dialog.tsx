"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog } from "radix-ui";
import { createContext, use, useEffect, useState, type KeyboardEvent, type ReactNode, type SubmitEvent } from "react";

import { hitGroups } from "./hit-groups.ts";
import { HitLine } from "./hit-line.tsx";
import type { Hit } from "./to-hits.ts";
import { useQuickHits } from "./use-quick-hits.ts";

const OpenContext = createContext<() => void>(() => undefined);

/** Opens the search from anywhere inside `SearchDialog`. */
export function useOpenSearch(): () => void {
  return use(OpenContext);
}

type SearchDialogProps = { readonly slug: string; readonly children: ReactNode };

/** The box that finds things: by `/` or Ctrl+K on every page, or by a button. */
export function SearchDialog({ slug, children }: SearchDialogProps) {
  const [isOpen, setIsOpen] = useState(false);

  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (!isSearchKey(event)) return;
      event.preventDefault();
      setIsOpen(true);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  return (
    <OpenContext value={() => setIsOpen(true)}>
      {children}
      <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-text/20" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-x-3 top-3 z-50 mx-auto flex max-h-[min(40rem,calc(100dvh-24px))] max-w-xl flex-col rounded-8 border border-line bg-raised p-2 shadow-float md:top-[12vh]"
          >
            <Dialog.Title className="sr-only">Search</Dialog.Title>
            <SearchBox slug={slug} onDone={() => setIsOpen(false)} />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </OpenContext>
  );
}

function SearchBox({ slug, onDone }: { readonly slug: string; readonly onDone: () => void }) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState<number | null>(null);
  const { hits, state } = useQuickHits(slug, text);

  const change = (next: string) => {
    setText(next);
    setMarked(null);
  };
  const step = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 || hits.length === 0) return;
    event.preventDefault();
    setMarked((current) => ((current ?? (by > 0 ? -1 : 0)) + by + hits.length) % hits.length);
  };
  const follow = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const hit = marked === null ? undefined : hits[marked];
    if (hit === undefined && text.trim() === "") return;
    onDone();
    if (hit?.isOutside === true) window.open(hit.href, "_blank", "noreferrer");
    else router.push(hit?.href ?? `/${slug}/search?${new URLSearchParams({ q: text.trim() }).toString()}`);
  };

  return (
    <form onSubmit={follow} role="search" className="flex min-h-0 flex-col">
      <label className="flex items-center gap-2.5 border-b border-line px-2.5 pb-2">
        <Search aria-hidden size={16} strokeWidth={1.75} className="shrink-0 text-muted" />
        <span className="sr-only">Search repositories, issues, pull requests and people</span>
        <input
          type="search"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={step}
          maxLength={200}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder="A title, #482, a repository or a person"
          className="h-10 w-full min-w-0 bg-transparent text-14 outline-none placeholder:text-pale"
        />
      </label>
      <div className="min-h-0 overflow-y-auto pt-1">
        <HitList hits={hits} marked={marked} onFollow={onDone} />
        <p role="status" className="px-2.5 py-2 text-12 text-muted">
          {words(state, hits)}
        </p>
      </div>
    </form>
  );
}

type HitListProps = { readonly hits: readonly Hit[]; readonly marked: number | null; readonly onFollow: () => void };

function HitList({ hits, marked, onFollow }: HitListProps) {
  return hitGroups.map(({ group, title }) => {
    const ofGroup = hits.filter((hit) => hit.group === group);
    if (ofGroup.length === 0) return null;
    return (
      <section key={group} aria-label={title}>
        <h3 className="px-2.5 pt-2 pb-1 text-12 font-medium text-muted">{title}</h3>
        <ul>
          {ofGroup.map((hit) => (
            <li key={`${hit.href} ${hit.title}`}>
              <HitLine hit={hit} isMarked={marked !== null && hits[marked] === hit} onFollow={onFollow} />
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function words(state: ReturnType<typeof useQuickHits>["state"], hits: readonly Hit[]): string {
  if (state === "empty") return "Enter shows everything that was found; arrow keys choose a line.";
  if (state === "failed") return "The search does not answer. Try again in a moment.";
  if (state === "asking") return "Looking…";
  return hits.length === 0 ? "Nothing here is called that." : "Enter shows everything that was found.";
}

/** Not while somebody types: there a slash is a slash. */
function isSearchKey({ key, ctrlKey, metaKey, altKey, target }: globalThis.KeyboardEvent): boolean {
  if (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey) return true;
  if (key !== "/" || ctrlKey || metaKey || altKey) return false;
  return !(
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName))
  );
}
