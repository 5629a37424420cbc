insert into pulse.repositories (workspace_id, github_id, owner, name, default_branch, visibility, created_at, updated_at, fetched_at) values
  (1, 9001, 'acme', 'site', 'main', 'public', '2023-05-01T00:00:00Z', '2024-01-20T00:00:00Z', '2024-01-20T01:00:00Z'),
  (2, 9001, 'acme', 'site', 'main', 'public', '2023-05-01T00:00:00Z', '2024-01-20T00:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.accounts (workspace_id, github_id, login, name, type, updated_at, fetched_at) values
  (1, 501, 'ada', 'Ada', 'User', null, '2024-01-20T01:00:00Z'),
  (1, 502, 'grace', E'Grace "G"\\ \t', 'User', null, '2024-01-20T01:00:00Z'),
  (1, 503, 'renovate[bot]', null, 'Bot', null, '2024-01-20T01:00:00Z'),
  (2, 501, 'ada', 'Ada', 'User', null, '2024-01-20T01:00:00Z');
insert into pulse.sync_state (workspace_id, repository_id, kind, source, covered_to, fetched_at)
select 1, 1, kind, 'archive', '2024-03-01T00:00:00Z', '2024-03-01T01:00:00Z'
from unnest(array['issues', 'issue_comments', 'pull_requests', 'reviews', 'commits', 'workflow_runs']) as kind;
insert into pulse.repository_days (workspace_id, repository_id, day_on, stars, forks, watchers, fetched_at) values
  (1, 1, '2024-01-20', 12, 3, 4, '2024-01-20T01:00:00Z');
insert into pulse.labels (workspace_id, repository_id, github_id, name, color, fetched_at) values
  (1, 1, 601, 'bug', 'd73a4a', '2024-01-20T01:00:00Z'),
  (1, 1, 602, 'Größe: L', '0e8a16', '2024-01-20T01:00:00Z');
insert into pulse.milestones (workspace_id, repository_id, github_id, number, title, state, created_at, fetched_at) values
  (1, 1, 701, 1, 'Spring', 'open', '2024-01-02T00:00:00Z', '2024-01-20T01:00:00Z');
