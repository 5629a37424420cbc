export { createTestDatabase, type TestDatabase } from "./create-test-database.ts";
export { startDatabaseBroker, type DatabaseBroker } from "./database-broker.ts";
