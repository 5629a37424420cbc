import { listComponents, type Spec } from "@pulse/deploy";

import { deployedPrograms } from "./deployed-programs.ts";
import { readAppSpec } from "./read-app-spec.ts";
import { readExplained } from "./render-settings.ts";

/** `infra/pulse-hub/web.env.example` and its like: what a program reads and the spec does not say already. */
export function renderEnvTemplates(configuration: string): Readonly<Record<string, string>> {
  const said = settingsInSpec(readAppSpec());
  return Object.fromEntries(
    deployedPrograms.map(({ component, file, settings, needed }) => {
      const names = Object.keys(settings.shape).filter((name) => !said(component).includes(name));
      const rest = names.filter((name) => !needed.includes(name));
      const blocks = [
        `# The settings of ${component} that are nobody else's business. Copy this file to ${file}.env, which git passes over, and give\n` +
          "# every name in it a value; `./pulse deploy check` says what is missing or wrong. What stands in app-spec.yaml is not repeated.\n" +
          "# Made from the settings that the program reads: node test/docs/generate-docs.ts",
        ...explain(needed, { configuration, sign: "" }),
        ...(rest.length === 0 ? [] : ["# It does without these:"]),
        ...explain(rest, { configuration, sign: "#" }),
      ];
      return [`infra/pulse-hub/${file}.env.example`, `${blocks.join("\n\n")}\n`];
    }),
  );
}

/** By component, the names that the spec gives a value. */
export function settingsInSpec(spec: Spec): (component: string) => readonly string[] {
  const components = listComponents(spec);
  return (wanted) =>
    (components.find(({ component }) => component.name === wanted)?.component.envs ?? []).map(({ key }) => key);
}

function explain(
  names: readonly string[],
  { configuration, sign }: { readonly configuration: string; readonly sign: string },
): readonly string[] {
  const explained = readExplained(configuration);
  return names.map((name) => {
    const text = explained.find((one) => one.names.includes(name))?.text ?? "";
    return `# ${text}\n${sign}${name}=`;
  });
}
