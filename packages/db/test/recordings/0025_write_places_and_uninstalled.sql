update pulse.rate_budgets set next_write_at = '2024-02-07T00:00:00Z';
insert into pulse.repositories (workspace_id, github_id, owner, name, access, fetched_at) values
  (1, 9002, 'acme', 'gone', 'uninstalled', '2024-02-07T01:00:00Z');
