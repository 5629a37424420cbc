const key = Symbol.for("pulse-hub.web.drawings");
const holder: typeof globalThis & { [key]?: Map<string, string> } = globalThis;

const limit = 500;

/**
 * Drawings made by this process, newest last. Next renders pages and their client components from two bundles;
 * globalThis is what they have in common. In the browser it is empty.
 */
export function findDrawing(id: string): string | undefined {
  return holder[key]?.get(id);
}

export function keepDrawing(id: string, svg: string): void {
  const drawings = (holder[key] ??= new Map<string, string>());
  drawings.delete(id);
  drawings.set(id, svg);
  const [oldest] = drawings.keys();
  if (drawings.size > limit && oldest !== undefined) drawings.delete(oldest);
}
