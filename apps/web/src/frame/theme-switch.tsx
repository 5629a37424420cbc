"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { useState } from "react";

import { readTheme, themeCookie, themes, type Theme } from "./theme.ts";

const faces = {
  system: { icon: Monitor, label: "Theme of the system" },
  light: { icon: Sun, label: "Light theme" },
  dark: { icon: Moon, label: "Dark theme" },
} as const;

const yearSeconds = 31_536_000;

export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const [theme, setTheme] = useState(initial);

  const choose = (value: string) => {
    const next = readTheme(value);
    setTheme(next);
    document.documentElement.dataset["theme"] = next;
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
  };

  return (
    <RadioGroup.Root
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      orientation="horizontal"
      className="inline-flex rounded-8 border border-line bg-page p-0.5"
    >
      {themes.map((name) => {
        const { icon: Icon, label } = faces[name];
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
