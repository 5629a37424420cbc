"use client";

import { useState } from "react";

import { themeFaces } from "./theme-faces.ts";
import { themes, type Theme } from "./theme.ts";
import { wearTheme } from "./wear-theme.ts";

/** The theme switch where there is room for one button: each press puts on the next. */
export function ThemeCycle({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);
  const { icon: Icon, label } = themeFaces[theme];

  const next = () => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
    setTheme(following);
    wearTheme(following);
  };

  return (
    <button
      type="button"
      onClick={next}
      aria-label={`${label}. Change the theme`}
      className="flex h-14 flex-1 flex-col items-center justify-center gap-1 text-12 text-muted hover:text-text"
    >
      <Icon aria-hidden size={18} strokeWidth={1.75} />
      Theme
    </button>
  );
}
