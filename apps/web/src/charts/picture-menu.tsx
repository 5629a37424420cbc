"use client";

import { useState } from "react";

import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover.tsx";
import { drawPicture, type PictureWords } from "./draw-picture.ts";

type PictureMenuProps = {
  /** Of the panel. */
  readonly title: string;
  /** The id of its heading, by which the panel is found. */
  readonly headingId: string;
};

const themes = [
  { theme: "light", label: "Light theme" },
  { theme: "dark", label: "Dark theme" },
] as const;

/** The chart of a panel as a picture, in either theme. Seen only in panels that have a chart. */
export function PictureMenu({ title, headingId }: PictureMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (theme: "light" | "dark"): Promise<void> => {
    try {
      const panel = document.getElementById(headingId)?.closest("section");
      // Of the two sizes, the one in sight.
      const svg = [...(panel?.querySelectorAll<SVGSVGElement>(".drawing svg") ?? [])].find((each) =>
        each.checkVisibility(),
      );
      if (panel === null || panel === undefined || svg === undefined) throw new Error("the panel has no chart");
      const blob = await drawPicture({ svg, theme, ...readWords(panel, title) });
      download(blob, `${title} (${theme})`);
      setIsOpen(false);
    } catch {
      setProblem("This browser could not make the picture. The numbers are in the CSV.");
    }
  };

  return (
    <Popover
      open={isOpen}
      onOpenChange={(opens) => {
        setIsOpen(opens);
        setProblem(null);
      }}
    >
      <PopoverTrigger
        aria-label={`${title} as PNG`}
        className="hidden h-8 items-center rounded-6 px-2 hover:bg-hover hover:text-text in-[section:has(.drawing)]:inline-flex"
      >
        PNG
      </PopoverTrigger>
      <PopoverContent aria-label={`${title} as PNG`} className="w-44">
        <ul>
          {themes.map(({ theme, label }) => (
            <li key={theme}>
              <button
                type="button"
                onClick={() => void save(theme)}
                className="flex h-10 w-full items-center rounded-6 px-2.5 text-left text-13 hover:bg-hover"
              >
                {label}
              </button>
            </li>
          ))}
        </ul>
        {problem !== null && (
          <p role="alert" className="px-2.5 py-1.5 text-12 text-bad">
            {problem}
          </p>
        )}
      </PopoverContent>
    </Popover>
  );
}

/** Title, legend and freshness, as the panel says them itself. */
function readWords(panel: HTMLElement, title: string): PictureWords {
  const legend = [...panel.querySelectorAll<HTMLElement>("header li")].flatMap((entry) => {
    const swatch = entry.querySelector<HTMLElement>("span[style]");
    const colour = /var\((--[\w-]+)\)/.exec(swatch?.getAttribute("style") ?? "")?.[1];
    return colour === undefined ? [] : [{ text: wordsOf(entry), colour }];
  });
  const fresh = panel.querySelector("footer > span");
  return { title, legend, note: fresh === null ? "" : wordsOf(fresh, " · ") };
}

// The parts stand side by side on the page, without a space between them in the text.
function wordsOf(element: Element, between = " "): string {
  return [...element.childNodes]
    .map((node) => node.textContent?.trim() ?? "")
    .filter((text) => text !== "")
    .join(between);
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name.replaceAll(/[^\w() .-]+/g, "").replaceAll(/ +/g, " ")}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
