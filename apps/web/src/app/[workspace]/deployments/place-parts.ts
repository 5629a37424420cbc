import type { DeployedApp, DeployedPart } from "@pulse/actions";

export type PlacedPart = DeployedPart & { readonly x: number; readonly y: number };
type PlacedEdge = { readonly key: string; readonly path: string };

// Four columns fit a small tablet without being drawn smaller.
export const boxWidth = 152;
export const boxHeight = 44;
const columnGap = 32;
const rowGap = 14;

/**
 * Where each part stands in the map: people on the left, what they reach beside them, then what is inside the app, then what it only
 * reaches. Pure, so that the picture is the same each time.
 */
export function placeParts({ parts, edges }: Pick<DeployedApp, "parts" | "edges">) {
  const columns = [0, 1, 2, 3].map((column) => parts.filter((part) => columnOf(part) === column));
  const used = columns.filter((column) => column.length > 0);
  const tallest = Math.max(1, ...used.map(({ length }) => length));
  const height = tallest * (boxHeight + rowGap) - rowGap;
  const placed = used.flatMap((column, at) =>
    column.map((part, row): PlacedPart => {
      const own = column.length * (boxHeight + rowGap) - rowGap;
      return { ...part, x: at * (boxWidth + columnGap), y: (height - own) / 2 + row * (boxHeight + rowGap) };
    }),
  );
  const pairs = [...new Map(edges.map(({ from, to }) => [`${from} ${to}`, { from, to }])).entries()];
  const drawn = pairs.flatMap(([key, { from, to }]): PlacedEdge[] => {
    const [start, end] = [placed.find(({ name }) => name === from), placed.find(({ name }) => name === to)];
    return start === undefined || end === undefined ? [] : [{ key, path: curve(start, end) }];
  });
  const width = used.length * (boxWidth + columnGap) - columnGap;
  return { parts: placed, edges: drawn, width: Math.max(width, boxWidth), height };
}

function columnOf({ kind, isPublic }: DeployedPart): number {
  if (kind === "internet") return 0;
  if (kind === "database" || kind === "outside") return 3;
  return isPublic ? 1 : 2;
}

/** From the right side of one to the left of the other; within a column, around it. */
function curve(from: PlacedPart, to: PlacedPart): string {
  const [startY, endY] = [from.y + boxHeight / 2, to.y + boxHeight / 2];
  const startX = from.x + boxWidth;
  if (to.x === from.x) {
    const bend = startX + columnGap / 2;
    return `M${startX} ${startY} C${bend} ${startY} ${bend} ${endY} ${startX} ${endY}`;
  }
  const isForward = to.x > from.x;
  const [x1, x2] = isForward ? [startX, to.x] : [from.x, to.x + boxWidth];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${startY} C${middle} ${startY} ${middle} ${endY} ${x2} ${endY}`;
}
