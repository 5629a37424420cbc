insert into pulse.commits (
  workspace_id, repository_id, sha, parent_shas, author_id, author_name, author_email, authored_at, committed_at, headline,
  is_on_default_branch, fetched_at
) values
  (1, 1, repeat('d', 40), array[repeat('a', 40)], null, 'Mallory', 'mallory@example.org', '2024-02-05T20:00:00Z', '2024-02-05T20:00:00Z', 'By nobody known', true, '2024-02-06T01:00:00Z');
