export { createTestDatabase, type TestDatabase } from "./testing/create-test-database.ts";
export { queryAs } from "./testing/query-as.ts";
export { startDatabaseBroker, type DatabaseBroker } from "./testing/database-broker.ts";
