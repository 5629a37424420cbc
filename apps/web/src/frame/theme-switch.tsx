"use client";

import { RadioGroup } from "radix-ui";
import { useState } from "react";

import { saveTheme } from "./save-theme.ts";
import { readTheme, themes, type Theme } from "./theme.ts";
import { themeFaces } from "./theme-faces.ts";
import { wearTheme } from "./wear-theme.ts";

export function ThemeSwitch({ slug, initial }: { readonly slug: string; readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);

  const choose = (value: string) => {
    const next = readTheme(value);
    setTheme(next);
    wearTheme(next);
    void saveTheme(slug, next);
  };

  return (
    <RadioGroup.Root
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      orientation="horizontal"
      className="inline-flex self-start rounded-8 border border-line bg-page p-0.5"
    >
      {themes.map((name) => {
        const { icon: Icon, label } = themeFaces[name];
        return (
          <RadioGroup.Item
            key={name}
            value={name}
            aria-label={label}
            title={label}
            className="grid size-8 place-items-center rounded-6 text-muted hover:text-text data-[state=checked]:bg-hover data-[state=checked]:text-text"
          >
            <Icon aria-hidden size={15} strokeWidth={1.75} />
          </RadioGroup.Item>
        );
      })}
    </RadioGroup.Root>
  );
}
