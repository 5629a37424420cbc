insert into pulse.deleted_facts (workspace_id, repository_id, kind, github_id, deleted_at) values
  (1, 1, 'issue_comment', 829, '2024-02-03T00:00:00Z');
insert into pulse.refresh_requests (workspace_id, repository_id, reason, asked_at) values
  (1, 1, 'teams', '2024-02-03T00:00:00Z');
insert into pulse.webhook_hooks (workspace_id, connection_id, hook_id, target, url, events, created_at) values
  (1, 1, 9301, 'acme/site', 'https://pulse.example.org/api/webhooks/github/1', '{issues,push}', '2024-02-03T00:00:00Z');
