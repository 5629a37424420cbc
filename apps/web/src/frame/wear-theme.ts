import { themeCookie, type Theme } from "./theme.ts";

const yearSeconds = 31_536_000;

/** Puts a theme on at once, and keeps it for the pages to come. */
export function wearTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
