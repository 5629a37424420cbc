import { canRead } from "../server/access.ts";
import { lacksPermission, permissionsFor, refusalOf } from "../server/lacks-permission.ts";
import type { Repository } from "../world/repository.ts";
import { notFound, refuse, type RestAnswer, type RestRequest, type Route } from "./answer.ts";

export type AskedRest = Omit<RestRequest, "params"> & { readonly method: string; readonly path: string };

type Compiled = { readonly route: Route; readonly pattern: RegExp; readonly names: readonly string[] };

/** Finds who answers a path. Routes are tried in their order: literal ones stand before those with a parameter in the same place. */
export function createRestAnswerer(routes: readonly Route[]): (asked: AskedRest) => Promise<RestAnswer> {
  const compiled = routes.map((route) => compile(route));
  return async (asked) => {
    const { method, path, ...request } = asked;
    const inside = /^\/(?:repos\/([^/]+)\/([^/]+)|repositories\/(\d+))(\/.*)?$/.exec(path);
    const rest = inside === null ? path : (inside[4] ?? "");
    const hit = findRoute(compiled, { method, path: rest, of: inside === null ? "root" : "repository" });
    if (inside === null) {
      if (hit === null || hit.route.of !== "root") return notFound();
      return hit.route.run({ ...request, params: hit.params });
    }
    const repository = findRepository(asked, inside);
    if ("status" in repository) return repository;
    if (hit === null || hit.route.of !== "repository") return notFound();
    const needed = permissionsFor(rest);
    if (lacksPermission(asked.caller, repository, needed)) {
      const headers = { "x-accepted-github-permissions": needed.map((name) => `${name}=read`).join("; ") };
      return { ...refuse(403, refusalOf(asked.caller)), headers };
    }
    return hit.route.run({ ...request, params: hit.params, repository });
  };
}

function findRepository(asked: AskedRest, inside: RegExpExecArray): Repository | RestAnswer {
  const { world, caller, urls } = asked;
  const [, owner = "", name = "", id] = inside;
  const key = `${decodeURIComponent(owner)}/${decodeURIComponent(name)}`.toLowerCase();
  const present = id === undefined ? world.names.get(key) : Number(id);
  const former = present === undefined ? world.formerNames.get(key) : undefined;
  const repository = world.repositories.get(present ?? former ?? -1);
  if (repository === undefined || !canRead(world, caller, repository)) return notFound();
  if (former === undefined) return repository;
  const search = asked.query.size === 0 ? "" : `?${asked.query.toString()}`;
  const url = `${urls.api}/repositories/${repository.id}${inside[4] ?? ""}${search}`;
  return { ...refuse(301, "Moved Permanently", { url }), headers: { location: url } };
}

function compile(route: Route): Compiled {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return { route, names, pattern: new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "([^/]+)")}$`) };
}

function findRoute(
  compiled: readonly Compiled[],
  asked: { readonly method: string; readonly path: string; readonly of: Route["of"] },
) {
  for (const { route, pattern, names } of compiled) {
    if (route.of !== asked.of || route.method !== asked.method) continue;
    const match = pattern.exec(asked.path);
    if (match === null) continue;
    const params = Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? "")]));
    return { route, params };
  }
  return null;
}
