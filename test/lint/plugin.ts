/** The house's own lint rules, loaded by oxlint from .oxlintrc.json. What oxlint has itself is configured there. */
import path from "node:path";

import type { RuleTester } from "oxlint/plugins-dev";

import { findImportFault } from "./import-direction.ts";

// oxlint gives no name to its rule type; this is the same one.
type Rule = Parameters<RuleTester["run"]>[1];

const importDirection: Rule = {
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll("\\", "/");
    const judge = (
      node: { readonly range: [number, number] },
      seen: { readonly specifier: string; readonly names: readonly string[]; readonly isTypeOnly: boolean },
    ) => {
      const message = findImportFault({ file, ...seen });
      if (message !== null) context.report({ node, message });
    };
    return {
      ImportDeclaration(node) {
        const specifiers = node.specifiers.map((specifier) => {
          if (specifier.type === "ImportDefaultSpecifier") return { name: "default", isType: false };
          if (specifier.type === "ImportNamespaceSpecifier") return { name: "*", isType: false };
          const { imported } = specifier;
          const name = imported.type === "Literal" ? imported.value : imported.name;
          return { name, isType: specifier.importKind === "type" };
        });
        const values = specifiers.filter(({ isType }) => !isType);
        judge(node, {
          specifier: node.source.value,
          names: values.map(({ name }) => name),
          isTypeOnly: node.importKind === "type" || (specifiers.length > 0 && values.length === 0),
        });
      },
      ExportNamedDeclaration(node) {
        if (node.source === null) return;
        judge(node, { specifier: node.source.value, names: ["*"], isTypeOnly: node.exportKind === "type" });
      },
      ExportAllDeclaration(node) {
        judge(node, { specifier: node.source.value, names: ["*"], isTypeOnly: node.exportKind === "type" });
      },
      ImportExpression(node) {
        if (node.source.type !== "Literal" || typeof node.source.value !== "string") return;
        judge(node, { specifier: node.source.value, names: ["*"], isTypeOnly: false });
      },
      TSImportType(node) {
        judge(node, { specifier: node.source.value, names: [], isTypeOnly: true });
      },
    };
  },
};

const explicitIndex: Rule = {
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll("\\", "/");
    if (!/^packages\/[^/]+\/src\/index\.ts$/.test(file)) return {};
    return {
      Program(node) {
        for (const statement of node.body) {
          const isReexport = statement.type === "ExportNamedDeclaration" && statement.source !== null;
          const isEmptyExport =
            statement.type === "ExportNamedDeclaration" &&
            statement.declaration === null &&
            statement.specifiers.length === 0;
          if (isReexport || isEmptyExport) continue;
          context.report({
            node: statement,
            message: "index.ts holds only explicit named re-exports: export { name } from './file.ts'.",
          });
        }
      },
    };
  },
};

const processTalk = new Set(["env", "exit", "exitCode", "stdout", "stderr", "stdin", "argv"]);

const onlyAppsTalk: Rule = {
  create(context) {
    const message = (what: string) =>
      `${what} belongs to apps/: a package gets its settings as values, returns its results, and never prints or exits.`;
    return {
      MemberExpression(node) {
        if (node.object.type !== "Identifier" || node.object.name !== "process") return;
        const { property } = node;
        const name = property.type === "Identifier" ? property.name : property.type === "Literal" ? property.value : "";
        if (typeof name === "string" && processTalk.has(name)) {
          context.report({ node, message: message(`process.${name}`) });
        }
      },
      ImportDeclaration(node) {
        if (!/^(node:)?process$/.test(node.source.value)) return;
        context.report({ node, message: message("node:process") });
      },
    };
  },
};

const noSkippedJourney: Rule = {
  create(context) {
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        const base = context.sourceCode.getText(callee.object);
        if (!/^(test|it|test\.describe|describe)$/.test(base)) return;
        const [first] = node.arguments;
        // test.skip(condition, reason) stays allowed: what it skips is counted and said.
        const isNamed = first?.type === "Literal" || first?.type === "TemplateLiteral" || first === undefined;
        const isOff = /^(only|fixme)$/.test(callee.property.name) || (callee.property.name === "skip" && isNamed);
        if (isOff)
          context.report({ node, message: `${base}.${callee.property.name} leaves journeys out. Fix or delete.` });
      },
    };
  },
};

const shortestPatienceMs = 30_000;

/** A wait ends when what it waits for has come; its limit is for what never comes, and says nothing of how fast a machine is. */
const patientWaits: Rule = {
  create(context) {
    return {
      CallExpression(node) {
        const waits = /\.test\.tsx?$/.test(context.filename)
          ? /^(vi\.wait(Until|For)|expect\.poll)$/
          : /^vi\.wait(Until|For)$/;
        if (!waits.test(context.sourceCode.getText(node.callee))) return;
        const [, limit] = node.arguments;
        const told = limit === undefined ? "1000" : context.sourceCode.getText(limit);
        const ms = Number(/[\d_]+/.exec(told)?.[0]?.replaceAll("_", "") ?? shortestPatienceMs);
        if (ms >= shortestPatienceMs) return;
        const message = `This waits ${ms} ms at most, which a busy machine needs by itself. Give it 60_000.`;
        context.report({ node, message });
      },
    };
  },
};

export default {
  meta: { name: "pulse" },
  rules: {
    "import-direction": importDirection,
    "explicit-index": explicitIndex,
    "only-apps-talk": onlyAppsTalk,
    "no-skipped-journey": noSkippedJourney,
    "patient-waits": patientWaits,
  },
};
