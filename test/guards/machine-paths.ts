import { findInLines, type Guard } from "./guard.ts";

const homes =
  /(?<![\w.~-])(?:\/home\/|\/Users\/|[A-Z]:\\Users\\)(?!you\b|user\b|me\b|node\b|pulse\b|runner\b)[A-Za-z][\w.-]*[\\/]/;
const rootHome = /(?<![\w.~-])\/root\/[\w.-]/;
const workplace = /(?<![\w.~-])(?:\/work\/|\/tmp\/team\b|\/workspaces?\/[\w-]+\/)/;

/** No path of one developer's machine, and no package registry but the public one. */
export const checkMachinePaths: Guard = (files) =>
  files.flatMap((file) =>
    findInLines(file, (line) => {
      const found = homes.exec(line) ?? rootHome.exec(line) ?? workplace.exec(line);
      if (found !== null)
        return `"${found[0]}" is a path of one machine. Start from the checkout or a temporary folder.`;
      const resolved = file.path.endsWith("package-lock.json") ? /"resolved": "(https?:\/\/[^/"]+)/.exec(line) : null;
      if (resolved !== null && resolved[1] !== "https://registry.npmjs.org") {
        return `the lock file points at ${resolved[1]}. Lock against registry.npmjs.org.`;
      }
      return null;
    }),
  );
