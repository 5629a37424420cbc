import type { Credentials } from "../server/credentials.ts";
import { toInstant } from "../world/create-world.ts";
import { found, notFound, refuse, type RestAnswer, type RestRequest, type Route } from "./answer.ts";
import { renderAccount } from "./render-account.ts";

/** What a GitHub App asks with its own JSON web token. */
export function createAppRoutes(credentials: Credentials): readonly Route[] {
  const withApp = (request: RestRequest, run: (appId: number) => RestAnswer): RestAnswer =>
    request.caller.kind === "app" ? run(request.caller.appId) : refuse(401, "A JSON web token could not be decoded");

  return [
    { method: "GET", of: "root", path: "/app", run: (request) => withApp(request, (id) => showApp(credentials, id)) },
    {
      method: "GET",
      of: "root",
      path: "/app/installations",
      run: (request) =>
        withApp(request, (id) =>
          found((credentials.getApp(id)?.installations ?? []).map((one) => showInstallation(request, one, id))),
        ),
    },
    {
      method: "GET",
      of: "root",
      path: "/app/installations/{id}",
      run: (request) =>
        withApp(request, (appId) => {
          const one = findInstallation(credentials, { appId, id: request.params["id"] });
          return one === null ? notFound() : found(showInstallation(request, one.installation, appId));
        }),
    },
    {
      method: "POST",
      of: "root",
      path: "/app/installations/{id}/access_tokens",
      run: (request) =>
        withApp(request, (appId) => {
          const one = findInstallation(credentials, { appId, id: request.params["id"] });
          if (one === null) return notFound();
          const { token, expiresAt } = credentials.issueInstallationToken(one.app, one.installation);
          const { permissions, repositories } = one.installation;
          return {
            status: 201,
            body: {
              token,
              expires_at: toInstant(expiresAt),
              permissions,
              repository_selection: repositories === "all" ? "all" : "selected",
            },
          };
        }),
    },
  ];
}

function showApp(credentials: Credentials, id: number): RestAnswer {
  const app = credentials.getApp(id);
  if (app === null) return notFound();
  return found({ id, slug: app.slug, node_id: `A_${id}`, name: app.slug, permissions: {}, events: [] });
}

function findInstallation(
  credentials: Credentials,
  asked: { readonly appId: number; readonly id: string | undefined },
) {
  const app = credentials.getApp(asked.appId);
  const installation = app?.installations.find((one) => one.id === Number(asked.id));
  return app === null || installation === undefined ? null : { app, installation };
}

function showInstallation(
  { world, urls }: RestRequest,
  installation: {
    readonly id: number;
    readonly owner: string;
    readonly permissions: unknown;
    readonly repositories: unknown;
  },
  appId: number,
) {
  return {
    id: installation.id,
    account: renderAccount(urls, world.accounts.get(installation.owner.toLowerCase()) ?? null),
    repository_selection: installation.repositories === "all" ? "all" : "selected",
    access_tokens_url: `${urls.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    app_id: appId,
    permissions: installation.permissions,
    events: [],
    suspended_at: null,
  };
}
