import type { IncomingMessage } from "node:http";

import type { Person } from "@pulse/actions";

import { personHeader } from "../../src/server/person-header.ts";

/** Writes who a request is from into it, for the pages; whatever the client claimed there is gone. */
export function writePerson(request: IncomingMessage, person: Person | null): void {
  if (person === null) delete request.headers[personHeader];
  else request.headers[personHeader] = Buffer.from(JSON.stringify(person)).toString("base64url");
}
