import type { DeployedPart } from "@pulse/actions";
import { CircleAlert, CircleCheck, CircleHelp, type LucideIcon } from "lucide-react";

type Face = { readonly word: string; readonly color: string; readonly icon: LucideIcon };

const faces: Readonly<Record<NonNullable<DeployedPart["health"]>, Face>> = {
  HEALTHY: { word: "healthy", color: "text-good", icon: CircleCheck },
  UNHEALTHY: { word: "unhealthy", color: "text-bad", icon: CircleAlert },
  UNKNOWN: { word: "not known", color: "text-muted", icon: CircleHelp },
};

/** How the health of a part looks; null for what has none, as a job or a database. */
export function healthFace({ health }: Pick<DeployedPart, "health">): Face | null {
  return health === null ? null : faces[health];
}
