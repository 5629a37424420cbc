/** Every order of up to five things. */
export function permutations<T>(things: readonly T[]): readonly (readonly T[])[] {
  if (things.length > 5) throw new RangeError("more orders than a test should try");
  if (things.length <= 1) return [things];
  return things.flatMap((first, index) =>
    permutations(things.toSpliced(index, 1)).map((rest): readonly T[] => [first, ...rest]),
  );
}
