export { defineAction, type Action, type ActionContext, type Actor, type Progress, type Scope } from "./action.ts";
export { listRepositories, type RepositorySummary } from "./list-repositories.ts";
