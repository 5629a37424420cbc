import type { EnvEntry } from "./parse-env-file.ts";

type Hazard = { readonly cause: string; readonly fix: string };

// `${component.NAME}`, and what the platform says of the app itself.
const platformBinding = /\$\{(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+|APP_(?:URL|DOMAIN|ID))\}/g;

/**
 * What one reader of the file makes of a value and another does not: a shell that sources it, dotenv, and the platform differ. Null when
 * all read the same.
 */
export function findHazard({ key, value, quote }: EnvEntry): Hazard | null {
  const quoted = `quote it: ${key}='…'`;
  if (quote === "backtick") return { cause: `${key} is in backticks, which a shell runs as a command`, fix: quoted };
  if (quote === "single") return null;
  const own = value.replaceAll(platformBinding, "");
  if (quote === "double") {
    return /[$`]/.test(own)
      ? { cause: `${key} holds $ or a backtick in double quotes, which a shell replaces`, fix: quoted }
      : null;
  }
  if (/(^|\s)#/.test(value))
    return { cause: `${key} holds # after a space: all from there on is a comment`, fix: quoted };
  if (value.includes("#")) return { cause: `${key} holds #, which some readers take for a comment`, fix: quoted };
  if (/\s/.test(value)) return { cause: `${key} holds a space: a shell takes what follows for a command`, fix: quoted };
  const sign = /["'`\\$;&|<>()*?!]/.exec(own)?.[0];
  return sign === undefined
    ? null
    : { cause: `${key} holds ${sign}, which a shell does not leave as it is`, fix: quoted };
}
