import { z } from "zod";

/** What deployments, incidents and rules are told with: as text from a program, a form or a command line. */
export const repositoryName = z.string().trim().min(3).max(200).describe("owner/name");
export const externalId = z
  .string()
  .trim()
  .min(1, "is empty")
  .max(200)
  .refine((text) => !text.includes("\0"), "holds a NUL character")
  .describe("your own id of it: the same id is the same thing, told again");
export const instant = z.iso
  .datetime({ offset: true, error: "is no instant. It looks like 2026-07-09T12:00:00Z" })
  .refine((text) => new Date(text).getUTCFullYear() > 1969, "lies before 1970");
export const webAddress = z
  .url({ protocol: /^https?$/, error: "is no address of the web" })
  .max(2000)
  .nullable();
export const plain = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "is empty")
    .max(max)
    .refine((text) => !text.includes("\0"), "holds a NUL character");
