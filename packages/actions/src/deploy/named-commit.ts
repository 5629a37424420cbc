import { listComponents, spec as specShape } from "@pulse/deploy";

/** The commit that a component runs or shall run, and where it is to be looked at; `repository` is OWNER/NAME of GitHub. */
export type NamedCommit = {
  readonly component: string;
  readonly commit: string;
  readonly repository: string | null;
};

/** Commits by component, each with the repository that a spec says it is built from. */
export function nameCommits(commits: Readonly<Record<string, string | null>>, spec: unknown): readonly NamedCommit[] {
  const parsed = specShape.safeParse(spec);
  const components = parsed.success ? listComponents(parsed.data) : [];
  return Object.entries(commits).flatMap(([name, commit]) => {
    if (commit === null) return [];
    const source = components.find(({ component }) => component.name === name)?.component.github?.repo;
    return [{ component: name, commit, repository: source ?? null }];
  });
}
