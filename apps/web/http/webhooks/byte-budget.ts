/** Bytes that may be held at once, over all requests. */
export type ByteBudget = {
  /** Takes as many, or takes none and says no. */
  readonly take: (bytes: number) => boolean;
  readonly give: (bytes: number) => void;
  readonly hasRoomFor: (bytes: number) => boolean;
};

export function createByteBudget(limitBytes: number): ByteBudget {
  let held = 0;
  const hasRoomFor = (bytes: number): boolean => held + bytes <= limitBytes;
  return {
    hasRoomFor,
    take: (bytes) => {
      if (!hasRoomFor(bytes)) return false;
      held += bytes;
      return true;
    },
    give: (bytes) => {
      held -= bytes;
    },
  };
}
