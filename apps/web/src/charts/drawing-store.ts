type Store = { readonly drawings: Map<string, string>; sizeBytes: number };

const key = Symbol.for("pulse-hub.web.drawings");
const holder: typeof globalThis & { [key]?: Store } = globalThis;

/** Enough for the charts of some hundred views; a drawing takes 5 to 30 kB. */
export const drawingLimitBytes = 16 * 1024 * 1024;

/**
 * Drawings made by this process, least lately used first. Next renders pages and their client components from two
 * bundles; globalThis is what they have in common. In the browser it is empty.
 */
export function findDrawing(id: string): string | undefined {
  return holder[key]?.drawings.get(id);
}

/** Keeps a drawing, or marks it as used just now; what was not used for longest leaves when there are too many bytes. */
export function keepDrawing(id: string, svg: string): void {
  const store = (holder[key] ??= { drawings: new Map(), sizeBytes: 0 });
  drop(store, id);
  store.drawings.set(id, svg);
  store.sizeBytes += sizeOf(svg);
  for (const oldest of store.drawings.keys()) {
    if (store.sizeBytes <= drawingLimitBytes) return;
    drop(store, oldest);
  }
}

/** How many bytes are kept now. */
export function keptDrawingBytes(): number {
  return holder[key]?.sizeBytes ?? 0;
}

function drop(store: Store, id: string): void {
  const svg = store.drawings.get(id);
  if (svg === undefined) return;
  store.drawings.delete(id);
  store.sizeBytes -= sizeOf(svg);
}

// Almost all of it is one byte a letter; a title in another script makes the whole text two.
function sizeOf(svg: string): number {
  return svg.length * 2;
}
