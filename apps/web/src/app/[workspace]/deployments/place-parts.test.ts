import type { DeployedPart } from "@pulse/actions";
import { expect, test } from "vitest";

import { boxHeight, boxWidth, placeParts } from "./place-parts.ts";

const part = (name: string, kind: DeployedPart["kind"], isPublic = false): DeployedPart => ({
  name,
  kind,
  isPublic,
  ports: [],
  routes: [],
  health: null,
  replicasReady: null,
  replicasDesired: null,
  cpuPercent: null,
  memoryPercent: null,
  size: null,
  count: null,
  usdPerMonth: null,
  commit: null,
  repository: null,
});

const parts = [
  part("internet", "internet", true),
  part("web", "service", true),
  part("mcp", "service"),
  part("worker", "worker"),
  part("db", "database"),
];
const edges = [
  { from: "internet", to: "web", by: "/" },
  { from: "web", to: "mcp", by: "MCP_URL" },
  { from: "web", to: "mcp", by: "MCP_URL_TOO" },
  { from: "worker", to: "mcp", by: "MCP_URL" },
  { from: "web", to: "gone", by: "OLD_URL" },
];

test("people stand left, what they reach beside them, then what is inside, and at the right what is only reached", () => {
  const { parts: placed } = placeParts({ parts, edges });
  const x = (name: string) => placed.find((one) => one.name === name)?.x ?? -1;

  expect([x("internet") < x("web"), x("web") < x("mcp"), x("mcp") === x("worker"), x("worker") < x("db")]).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

test("no two parts touch, all are within the picture, and each way is drawn once, of those that lead somewhere", () => {
  const map = placeParts({ parts, edges });
  const touching = map.parts.filter((one) =>
    map.parts.some(
      (other) => other !== one && Math.abs(other.x - one.x) <= boxWidth && Math.abs(other.y - one.y) <= boxHeight,
    ),
  );

  expect(touching).toEqual([]);
  expect(map.parts.every(({ x, y }) => x + boxWidth <= map.width && y >= 0 && y + boxHeight <= map.height)).toBe(true);
  expect(map.edges.map(({ key }) => key)).toEqual(["internet web", "web mcp", "worker mcp"]);
});

test("one part alone, and none, make a picture", () => {
  expect(placeParts({ parts: [part("worker", "worker")], edges: [] })).toMatchObject({ width: boxWidth, edges: [] });
  expect(placeParts({ parts: [], edges: [] }).parts).toEqual([]);
});
