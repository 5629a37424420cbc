import { Monitor, Moon, Sun } from "lucide-react";

export const themeFaces = {
  system: { icon: Monitor, label: "Theme of the system" },
  light: { icon: Sun, label: "Light theme" },
  dark: { icon: Moon, label: "Dark theme" },
} as const;
