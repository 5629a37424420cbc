import { z } from "zod";

/** An instant as answers write it. */
export const instant = z.iso
  .datetime()
  .meta({ description: "an instant in UTC", examples: ["2026-07-09T12:00:00.000Z"] });

/** An instant as requests give it; PostgreSQL knows no year 0. */
export const givenInstant = z.iso
  .datetime({ offset: true, error: "is no instant. It looks like 2026-07-09T12:00:00Z" })
  .refine((text) => new Date(text).getUTCFullYear() > 0, "lies before the first year");

/** `true` or `false` in a query; false unless given. */
export const querySwitch = z
  .enum(["true", "false", "1", "0", ""], { error: "can only be true or false" })
  .default("false")
  .transform((text) => text !== "false" && text !== "0");

export const noParams = z.strictObject({});
export const noQuery = z.strictObject({});

export const repositoryParams = z.strictObject({
  owner: z
    .string()
    .max(100)
    .meta({ description: "owner of the repository", examples: ["octo-org"] }),
  name: z
    .string()
    .max(100)
    .meta({ description: "name of the repository", examples: ["octo-repo"] }),
});

export const pageQuery = {
  cursor: z.string().max(500).optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: "how many at most" }),
};

/** Asks for some fields of each item alone. */
export const fieldsQuery = z
  .string()
  .max(1000)
  .optional()
  .meta({ description: "names of the fields wanted of each item, with commas between; all unless given" });

type SnakeOf<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeOf<Rest>}`
  : S;

type Written<T> = T extends Date ? string : T;

export type SnakeRow<T> = { -readonly [K in keyof T & string as SnakeOf<K>]: Written<T[K]> };

/** A row as the API writes it: names in snake_case, instants in ISO 8601. What lies inside a field stays as it is. */
export function snakeRow<T extends object>(row: T): SnakeRow<T> {
  return writtenAs<SnakeRow<T>>(
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
        value instanceof Date ? value.toISOString() : value,
      ]),
    ),
  );
}

// The entries are those of `row` under the names that the type computes.
const writtenAs = <T>(value: unknown): T => value as T;
