export { connect, parsePostgresUrl, type Db, type Tx } from "./connect.ts";
export { withService } from "./with-service.ts";
export { withWorkspace, type WorkspaceClaims } from "./with-workspace.ts";
export { ensureDefaultWorkspace, localOwnerId } from "./ensure-default-workspace.ts";
export { getWorkspace, type Role, type Workspace } from "./get-workspace.ts";
export { findNewestWorkerBeat } from "./find-newest-worker-beat.ts";
