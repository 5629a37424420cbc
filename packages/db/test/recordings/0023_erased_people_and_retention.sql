insert into pulse.erased_people (workspace_id, hash, ghost, erased_at) values
  (1, '\x0102', 'ghost#1', '2024-02-06T00:00:00Z');
