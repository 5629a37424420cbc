import type { Account, Team } from "../world/account.ts";
import type { Urls } from "./urls.ts";

/** As REST shows a person wherever one is named. Deleted accounts are shown as the user `ghost`. */
export function renderAccount(urls: Urls, account: Account | null) {
  if (account === null) return renderAccount(urls, ghost);
  const login = account.kind === "Bot" ? `${account.login}[bot]` : account.login;
  const url = `${urls.api}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: account.id,
    node_id: account.nodeId,
    avatar_url: `${urls.web}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: account.kind === "Bot" ? `${urls.web}/apps/${account.login}` : `${urls.web}/${account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.kind,
    user_view_type: "public",
    site_admin: false,
  };
}

/** What `GET /user` and `GET /users/LOGIN` add. */
export function renderWholeAccount(urls: Urls, account: Account) {
  return {
    ...renderAccount(urls, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.createdAt,
  };
}

export function renderOrganisation(urls: Urls, account: Account) {
  const url = `${urls.api}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.web}/avatars/${account.id}`,
    description: null,
  };
}

export function renderTeam(urls: Urls, team: Team) {
  const url = `${urls.api}/organizations/${team.organisation.id}/team/${team.id}`;
  return {
    name: team.name,
    id: team.id,
    node_id: team.nodeId,
    slug: team.slug,
    description: team.description,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    url,
    html_url: `${urls.web}/orgs/${team.organisation.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: "organization",
    organization_id: team.organisation.id,
    permission: "pull",
    parent: null,
  };
}

const ghost: Account = {
  id: 10_137,
  nodeId: "MDQ6VXNlcjEwMTM3",
  login: "ghost",
  name: "Deleted user",
  email: null,
  kind: "User",
  createdAt: "2008-05-13T06:14:25Z",
};
