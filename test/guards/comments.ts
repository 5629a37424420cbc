import { findInLines, type Guard } from "./guard.ts";

const code = /\.(ts|tsx|css|sql|sh|ya?ml|toml|py)$|^pulse$|^\.ci\/|Dockerfile/;

/** STYLE.md 31, and that a rule is switched off only with a reason. oxlint itself sees open ends in TypeScript. */
export const checkComments: Guard = (files) =>
  files
    .filter(({ path }) => code.test(path))
    .flatMap((file) =>
      findInLines(file, (line) => {
        const directive = /(?:\/\/|\/\*)\s*(oxlint|eslint)-disable(?:-next-line|-line)?\b(.*)/.exec(line);
        if (directive !== null && !/\s--\s+\S.{8,}/.test(directive[2] ?? "")) {
          return `${directive[1]}-disable without a reason. Write: oxlint-disable-next-line rule -- why it is right here`;
        }
        const isTypeScript = /\.tsx?$/.test(file.path);
        if (!isTypeScript && /(#|--|\/\*|\*)\s*(TODO|FIXME)\b/.test(line)) {
          return "an open end in a comment. Fix it, or open an issue and say nothing.";
        }
        return null;
      }),
    );
