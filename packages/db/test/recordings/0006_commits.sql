insert into pulse.commits (
  workspace_id, repository_id, sha, parent_shas, author_id, author_name, author_email, authored_at, committed_at, headline,
  is_on_default_branch, additions, deletions, changed_files, fetched_at
) values
  (1, 1, repeat('c', 40), '{}', 1, 'Ada', 'ada@example.org', '2024-01-02T08:00:00Z', '2024-01-02T08:00:00Z', 'Begin', true, 10, 0, 1, '2024-01-20T01:00:00Z'),
  (1, 1, repeat('a', 40), array[repeat('c', 40)], 1, 'Ada', 'ada@example.org', '2024-01-03T20:00:00Z', '2024-01-06T15:30:00Z', 'Draw the page', true, 40, 2, 2, '2024-01-20T01:00:00Z');
insert into pulse.pull_request_commits (workspace_id, repository_id, pull_request_id, sha, ordinal, author_id, authored_at, committed_at, fetched_at) values
  (1, 1, 1, repeat('a', 40), 0, 1, '2024-01-03T20:00:00Z', '2024-01-06T15:30:00Z', '2024-01-20T01:00:00Z');
insert into pulse.pull_request_files (workspace_id, repository_id, pull_request_id, path, change, additions, deletions, fetched_at) values
  (1, 1, 1, 'page.ts', 'added', 38, 0, '2024-01-20T01:00:00Z'),
  (1, 1, 1, 'seite ü.md', 'modified', 2, 2, '2024-01-20T01:00:00Z');
insert into pulse.tags (workspace_id, repository_id, name, sha, tagged_at, fetched_at) values
  (1, 1, 'v1.0.0', repeat('a', 40), '2024-01-07T08:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.releases (workspace_id, repository_id, github_id, tag_name, name, is_draft, is_prerelease, author_id, created_at, published_at, fetched_at) values
  (1, 1, 861, 'v1.0.0', 'One', false, false, 1, '2024-01-07T08:00:00Z', '2024-01-07T09:00:00Z', '2024-01-20T01:00:00Z');
