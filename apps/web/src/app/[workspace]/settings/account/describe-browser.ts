const browsers = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;

const systems = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
] as const;

/** Browser and system in a few words, by what the browser says of itself. */
export function describeBrowser(userAgent: string | null): string {
  const nameOf = (known: readonly (readonly [RegExp, string])[]): string | undefined =>
    known.find(([pattern]) => pattern.test(userAgent ?? ""))?.[1];
  const browser = nameOf(browsers);
  const system = nameOf(systems);
  if (browser === undefined) return userAgent === null || userAgent === "" ? "A program" : userAgent.slice(0, 60);
  return system === undefined ? browser : `${browser} on ${system}`;
}
