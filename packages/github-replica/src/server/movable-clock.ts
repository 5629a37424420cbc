import type { Clock } from "@pulse/kit";

export type MovableClock = Clock & {
  readonly set: (instant: Date | string) => void;
  readonly advance: (milliseconds: number) => void;
};

/** Stands still at the instant given until it is moved; without one it runs with the machine's. */
export function createMovableClock(start?: Date | string): MovableClock {
  let standing = start === undefined ? null : new Date(start);
  let offsetMs = 0;
  return {
    now: () => new Date(standing?.getTime() ?? Date.now() + offsetMs),
    set: (instant) => {
      if (standing === null) offsetMs = new Date(instant).getTime() - Date.now();
      else standing = new Date(instant);
    },
    advance: (milliseconds) => {
      if (standing === null) offsetMs += milliseconds;
      else standing = new Date(standing.getTime() + milliseconds);
    },
  };
}
