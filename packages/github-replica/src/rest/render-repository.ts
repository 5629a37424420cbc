import { fullNameOf, type Repository } from "../world/repository.ts";
import { sorted } from "../world/sorted.ts";
import { renderAccount } from "./render-account.ts";
import { apiUrlOf, webUrlOf, type Urls } from "./urls.ts";

/** As REST shows a repository inside other objects, such as a workflow run. */
export function renderMinimalRepository(urls: Urls, repository: Repository) {
  const url = apiUrlOf(urls, repository);
  return {
    id: repository.id,
    node_id: repository.nodeId,
    name: repository.name,
    full_name: fullNameOf(repository),
    private: repository.isPrivate,
    owner: renderAccount(urls, repository.owner),
    html_url: webUrlOf(urls, repository),
    description: repository.description,
    fork: repository.isFork,
    url,
    ...linksOf(url),
  };
}

export function renderRepository(urls: Urls, repository: Repository) {
  const web = webUrlOf(urls, repository);
  const open = countOpen(repository);
  const stars = repository.stars.length + repository.otherStars;
  return {
    ...renderMinimalRepository(urls, repository),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    git_url: web.replace(/^https?/, "git").concat(".git"),
    ssh_url: `git@github.com:${fullNameOf(repository)}.git`,
    clone_url: `${web}.git`,
    svn_url: web,
    homepage: null,
    size: repository.commits.length * 12,
    stargazers_count: stars,
    watchers_count: stars,
    language: repository.language,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: repository.forks,
    mirror_url: null,
    archived: repository.isArchived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.isPrivate ? "private" : "public",
    forks: repository.forks,
    open_issues: open,
    watchers: stars,
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** What only `GET /repos/O/N` adds. */
export function renderWholeRepository(urls: Urls, repository: Repository) {
  return {
    ...renderRepository(urls, repository),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: repository.forks,
    subscribers_count: repository.watchers,
    ...(repository.owner.kind === "Organization" ? { organization: renderAccount(urls, repository.owner) } : {}),
  };
}

function countOpen(repository: Repository): number {
  return sorted(repository, "open", () => [...repository.items.values()].filter((item) => item.closedAt === null))
    .length;
}

function linksOf(url: string) {
  return {
    forks_url: `${url}/forks`,
    keys_url: `${url}/keys{/key_id}`,
    collaborators_url: `${url}/collaborators{/collaborator}`,
    teams_url: `${url}/teams`,
    hooks_url: `${url}/hooks`,
    issue_events_url: `${url}/issues/events{/number}`,
    events_url: `${url}/events`,
    assignees_url: `${url}/assignees{/user}`,
    branches_url: `${url}/branches{/branch}`,
    tags_url: `${url}/tags`,
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    languages_url: `${url}/languages`,
    stargazers_url: `${url}/stargazers`,
    contributors_url: `${url}/contributors`,
    subscribers_url: `${url}/subscribers`,
    subscription_url: `${url}/subscription`,
    commits_url: `${url}/commits{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    comments_url: `${url}/comments{/number}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    merges_url: `${url}/merges`,
    archive_url: `${url}/{archive_format}{/ref}`,
    downloads_url: `${url}/downloads`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    milestones_url: `${url}/milestones{/number}`,
    notifications_url: `${url}/notifications{?since,all,participating}`,
    labels_url: `${url}/labels{/name}`,
    releases_url: `${url}/releases{/id}`,
    deployments_url: `${url}/deployments`,
  };
}
