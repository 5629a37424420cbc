// Holds what was said between us and the local App Platform to DigitalOcean's own description of its API, so that our idea of it is not the
// only witness. The description lies beside the checkout on some machines, and is no part of the project.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { z } from "zod";

import type { Exchange } from "../src/testing/local-platform/start-local-platform.ts";

const file = path.join(import.meta.dirname, "../../../../shared/data/digitalocean-apps.openapi.json");
export const isDescriptionHere = existsSync(file);

const body = z.looseObject({ content: z.record(z.string(), z.unknown()).optional() });
const described = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.looseObject({ responses: z.record(z.string(), body) }),
});
const operationShape = z.looseObject({
  requestBody: body.optional(),
  responses: z.record(z.string(), z.looseObject({ $ref: z.string().optional() })),
});

// Fields that godo has and the description lacks are let through by it; what it says of these it says otherwise than the API does.
const known: readonly RegExp[] = [/preserve_path_prefix/];

const pointer = (part: string) =>
  part.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");

export function createExchangeCheck() {
  const text: unknown = JSON.parse(readFileSync(file, "utf8"));
  const document = described.parse(text);
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("uint32", { type: "number", validate: (value: number) => Number.isInteger(value) && value >= 0 });
  ajv.addSchema(z.record(z.string(), z.unknown()).parse(text), "api");
  const compiled = new Map<string, ValidateFunction>();
  const validator = (ref: string) => {
    const made = compiled.get(ref) ?? ajv.compile({ $ref: `api#${ref}` });
    compiled.set(ref, made);
    return made;
  };

  const faultsOf = (ref: string, value: unknown) => {
    const validate = validator(ref);
    if (validate(value) === true) return [];
    return (validate.errors ?? [])
      .filter(({ instancePath }) => !known.some((one) => one.test(instancePath)))
      .map(({ instancePath, message }) => `${instancePath || "/"} ${message ?? ""}`);
  };

  /** What in these exchanges the description does not allow, in lines; empty when all is as described. */
  return (exchanges: readonly Exchange[]): readonly string[] =>
    exchanges.flatMap(({ method, path: asked, body: sent, status, answer }) => {
      const where = `${method} ${asked} ${status}`;
      const found = findOperation(document.paths, method, asked);
      if (found === null) return [`${where}: no such operation`];
      const operation = operationShape.parse(found.operation);
      const at = `/paths/${pointer(found.path)}/${method.toLowerCase()}`;
      const sentFaults =
        operation.requestBody?.content?.["application/json"] === undefined
          ? []
          : faultsOf(`${at}/requestBody/content/application~1json/schema`, sent);
      const name = operation.responses[String(status)] === undefined ? "default" : String(status);
      const response = operation.responses[name]?.$ref?.split("/").at(-1) ?? "";
      const hasContent = document.components.responses[response]?.content?.["application/json"] !== undefined;
      const answerFaults = hasContent
        ? faultsOf(`/components/responses/${response}/content/application~1json/schema`, answer)
        : [];
      return [
        ...sentFaults.map((fault) => `${where} sent ${fault}`),
        ...answerFaults.map((fault) => `${where} got ${fault}`),
      ];
    });
}

function findOperation(paths: z.output<typeof described>["paths"], method: string, asked: string) {
  const candidates = Object.keys(paths)
    .filter((one) => new RegExp(`^${one.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(asked))
    // A path that is spelled out goes before one with a placeholder.
    .toSorted((one, other) => one.split("{").length - other.split("{").length);
  for (const candidate of candidates) {
    const operation = paths[candidate]?.[method.toLowerCase()];
    if (operation !== undefined) return { path: candidate, operation };
  }
  return null;
}
