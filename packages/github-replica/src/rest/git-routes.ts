import { found, notFound, type Route } from "./answer.ts";
import { paginate } from "./paginate.ts";
import { apiUrlOf } from "./urls.ts";

/** Tags as git keeps them: names, and the objects that annotated ones stand on. */
export const gitRoutes: readonly Route[] = [
  {
    method: "GET",
    of: "repository",
    path: "/git/matching-refs/tags",
    run: (request) => {
      const url = apiUrlOf(request.urls, request.repository);
      const byName = request.repository.tags.toSorted((left, right) => (left.name < right.name ? -1 : 1));
      return paginate(request, byName, ({ name, sha, annotation }) => {
        const object = annotation === undefined ? { type: "commit", sha } : { type: "tag", sha: annotation.sha };
        return {
          ref: `refs/tags/${name}`,
          node_id: `REF_${Buffer.from(name).toString("base64url")}`,
          url: `${url}/git/refs/tags/${name}`,
          object: { ...object, url: `${url}/git/${object.type}s/${object.sha}` },
        };
      });
    },
  },
  {
    method: "GET",
    of: "repository",
    path: "/git/tags/{sha}",
    run: ({ repository, params, urls }) => {
      const tag = repository.tags.find((one) => one.annotation?.sha === params["sha"]);
      if (tag?.annotation === undefined) return notFound();
      const url = apiUrlOf(urls, repository);
      return found({
        node_id: `TA_${Buffer.from(tag.name).toString("base64url")}`,
        tag: tag.name,
        sha: tag.annotation.sha,
        url: `${url}/git/tags/${tag.annotation.sha}`,
        message: tag.name,
        tagger: { name: "Tagger", email: "tagger@example.org", date: tag.annotation.at },
        object: { type: "commit", sha: tag.sha, url: `${url}/git/commits/${tag.sha}` },
      });
    },
  },
];
