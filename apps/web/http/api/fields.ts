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

// GitHub's own bounds: in ASCII alone, so that a hundred of them fit into an address.
const ownerPattern = "[A-Za-z0-9_][A-Za-z0-9_-]{0,38}";
const namePattern = "[A-Za-z0-9._-]{1,100}";
const wanted = "is no repository name. It is written owner/name, as in octocat/hello-world";

export const repositoryParams = z.strictObject({
  owner: z
    .string()
    .regex(new RegExp(`^${ownerPattern}$`))
    .meta({ description: "owner of the repository" }),
  name: z
    .string()
    .regex(new RegExp(`^${namePattern}$`))
    .meta({ description: "name of the repository" }),
});

/** OWNER/NAME, as GitHub writes it. */
export const fullName = z
  .string()
  .max(140)
  .regex(new RegExp(`^${ownerPattern}/${namePattern}$`), wanted)
  .meta({ description: "the repository, as OWNER/NAME" });

/** Of a person, a bot or an app. */
export const login = z.string().regex(/^[A-Za-z0-9_-]{1,50}(\[bot\])?$/, "is no GitHub login");

/** A date, an instant or the name of a zone: whoever reads it says what is wrong with it. */
export const plainText = z
  .string()
  .max(60)
  .regex(/^[\x20-\x7e]*$/, "holds other characters than letters, digits and signs");

/** Which repositories; all of the workspace unless given. */
export const repoQuery = z.array(fullName).max(100).default([]).meta({ description: "OWNER/NAME; all unless given" });

/** As we wrote it: base64url. */
export const plainCursor = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_-]*$/, "is no cursor of ours");

export const pageQuery = {
  cursor: plainCursor.optional().meta({ description: "`next` of the page before" }),
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: "how many at most" }),
};

/** Asks for some fields of each item alone. */
export const fieldsQuery = z
  .string()
  .max(1000)
  .regex(/^[\x20-\x7e]*$/)
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
