export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { queryAs } from "./query-as.ts";
export { startDatabaseBroker, type DatabaseBroker } from "./database-broker.ts";
