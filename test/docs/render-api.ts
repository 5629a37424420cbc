import type { ApiRoute } from "../../apps/web/http/api/api-route.ts";

const intro = `# The HTTP API

Everything that programs may ask and do, over the same actions as the pages and the command line. This page is generated from the
routes; a running Pulse-Hub describes them whole, with every parameter and field, at \`/api/openapi.json\` (OpenAPI 3.1; probes,
live events, MCP and webhooks as well) and shows that to be read at \`/api/docs\`. Both are open to everybody; everything else asks who you are.

\`\`\`sh
./pulse key create --name reports --scope read
curl -H "Authorization: Bearer phk_…" "http://127.0.0.1:3000/api/metrics/pr.cycle_time?repo=owner/name&by=week"
curl -H "Authorization: Bearer phk_…" "http://127.0.0.1:3000/api/pulls?state=merged&since=2026-07-01T00:00:00Z&fields=number,title"
\`\`\`

A client with types is made from the same document. For TypeScript there is one of ours in \`packages/api-client\`, which our own tests ask
with; elsewhere, with \`openapi-typescript\` and \`openapi-fetch\` (or the generator of your language):

\`\`\`sh
npx openapi-typescript http://127.0.0.1:3000/api/openapi.json --output pulse-hub.ts
\`\`\`

\`\`\`ts
import createClient from "openapi-fetch";
import type { paths } from "./pulse-hub.ts";

const pulse = createClient<paths>({ baseUrl: "http://127.0.0.1:3000", headers: { Authorization: "Bearer phk_…" } });
const { data, error } = await pulse.GET("/api/metrics/{id}", {
  params: { path: { id: "pr.cycle_time" }, query: { repo: ["owner/name"], by: "week" } },
});
\`\`\`

- **Who asks.** An API key opens one workspace, with no more than its scopes and its owner's role. In a browser the session counts,
  and \`?workspace=SLUG\` says which workspace.
- **Pages.** A list that has more says so with \`next\`; give that as \`cursor\` and ask the same again. The order is stable: a page
  neither repeats nor skips, also while things happen.
- **Fields.** \`fields=number,title\` sends those of each item alone.
- **What is there already.** Every reading has an \`ETag\`; \`If-None-Match\` gets 304 and no body while nothing changed.
- **Once.** A change with an \`Idempotency-Key\` of your choice is made once: the same request with the same key within a day gets
  the same answer (\`Idempotent-Replayed: true\`), another request with it a 409. What failed may be tried again.
- **Errors** are \`application/problem+json\` (RFC 9457): \`code\`, \`detail\` with the next step, and \`request_id\`, which stands in
  the log. A parameter or field that does not exist is refused, never passed over.
- **Limits.** 429 says in \`Retry-After\` when to come back ([Security](security.md)).
- **Files.** \`POST /api/exports\` has one written; \`GET /api/exports/{id}/file\` takes \`Range\` and \`If-Range\`, so that a download
  that broke off goes on where it was ([Files](using.md#files)).
- **GitHub itself.** \`GET /api/github/repos/OWNER/NAME/…\` gives GitHub's own answer about a tracked repository, as you see it: through
  a connection that you made everything it sees, through the workspace's what the workspace keeps (issues, pull requests, commits,
  releases, runs, deployments). GitHub's \`ETag\` goes along, the next page is in \`Link\`, the limits are those that sync leaves to
  people, and where GitHub would send on is not followed. Anything but GET and HEAD is a 405 that names what does it.
- **What stays.** Within a major version fields, parameters and routes are added, never removed or given another meaning. Pass over
  fields that you do not know. What goes with a major version is named in the changelog of the minor one before it, at least.
`;

/** docs/api.md: how to ask, and one table of operations per group. */
export function renderApi(routes: readonly ApiRoute[]): string {
  const groups = Map.groupBy(routes, ({ group }) => group);
  const parts = [...groups].map(([group, members]) => [
    `## ${group}`,
    "",
    "| | what it does | scope |",
    "|---|---|---|",
    ...members.map(
      ({ method, path, summary, scope }) => `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${scope} |`,
    ),
    "",
  ]);
  return [intro, ...parts.flat()].join("\n");
}
