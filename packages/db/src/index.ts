export { connect, parsePostgresUrl, type Db, type Tx } from "./connect.ts";
export { withService } from "./with-service.ts";
export { withWorkspace, type WorkspaceClaims } from "./with-workspace.ts";
