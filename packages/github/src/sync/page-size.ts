/** How many rows to ask for: half as many when GitHub could not cope, slowly more again when it can; pure. */

/** After so many good pages the next one is a quarter larger. */
const growAfterPages = 5;

export type PageSize = { readonly rows: number; readonly goodPages: number };

export function startSize(
  remembered: number | null,
  limits: { readonly first: number; readonly most: number },
): PageSize {
  return { rows: Math.min(limits.most, Math.max(1, remembered ?? limits.first)), goodPages: 0 };
}

/** Null: it was one row already. */
export function halve(size: PageSize): PageSize | null {
  return size.rows === 1 ? null : { rows: Math.floor(size.rows / 2), goodPages: 0 };
}

/** Grows back as far as it began, not beyond: what works is left alone. */
export function grow(size: PageSize, limits: { readonly first: number }): PageSize {
  const goodPages = size.goodPages + 1;
  if (goodPages < growAfterPages || size.rows >= limits.first) return { rows: size.rows, goodPages };
  return { rows: Math.min(limits.first, Math.ceil(size.rows * 1.25)), goodPages: 0 };
}
