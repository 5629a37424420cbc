export { importGit, type GitImport } from "./git/import-git.ts";
export { importArchive, type ArchiveImport } from "./archive/import-archive.ts";
export { archiveKinds, type ArchiveCounts } from "./archive/archive-counts.ts";
export { parseRepositoryName, type RepositoryName } from "./save/parse-repository-name.ts";
