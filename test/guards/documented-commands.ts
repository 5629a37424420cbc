import { findInLines, type Finding, type TrackedFile } from "./guard.ts";

/** A command as the documents may speak of it: `import archive` with its `--flags`. */
export type KnownCommand = { readonly name: string; readonly flags: readonly string[] };

const globalFlags = ["--help", "--json", "--workspace", "--demo", "--version"];

/** Every `./pulse …` in documents, scripts and messages is a command that exists, with flags that it takes. */
export function checkDocumentedCommands(files: readonly TrackedFile[], commands: readonly KnownCommand[]): Finding[] {
  return files
    .filter(({ path }) => /\.(md|ts|tsx|sh|ya?ml|sql)$|^pulse$|^\.ci\//.test(path) && !/\.test\.tsx?$/.test(path))
    .flatMap((file) =>
      findInLines(file, (line) => {
        for (const [, rest = ""] of line.matchAll(/\.\/pulse((?: +[^\s`"'|;&)(,<]+)+)/g)) {
          const fault = findFault(rest.trim().split(/ +/), { commands, isDocument: file.path.endsWith(".md") });
          if (fault !== null) return fault;
        }
        return null;
      }),
    );
}

function findFault(
  words: readonly string[],
  known: { readonly commands: readonly KnownCommand[]; readonly isDocument: boolean },
): string | null {
  const names = words.map((word) => word.replace(/[.:!?…]+$/, ""));
  const [first = ""] = names;
  if (!/^[a-z][a-z-]*$/.test(first)) return null;
  const command = known.commands
    .filter(({ name }) => name.split(" ").every((word, index) => names[index] === word))
    .sort((left, right) => right.name.length - left.name.length)[0];
  if (command === undefined) {
    const isGroup = known.commands.some(({ name }) => name.startsWith(`${first} `));
    const [, second] = names;
    if (isGroup && (second === undefined || !/^[a-z]/.test(second))) return null;
    const shown = isGroup && second !== undefined ? `${first} ${second}` : first;
    return `speaks of "./pulse ${shown}", which is no command.`;
  }
  if (!known.isDocument) return null;
  const flags = names.flatMap((word) => /^\[?(--[a-z][a-z-]*)/.exec(word)?.[1] ?? []);
  const unknown = flags.find((flag) => !command.flags.includes(flag) && !globalFlags.includes(flag));
  return unknown === undefined ? null : `gives "./pulse ${command.name}" the flag ${unknown}, which it does not take.`;
}
