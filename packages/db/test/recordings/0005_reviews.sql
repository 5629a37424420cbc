insert into pulse.reviews (
  workspace_id, repository_id, pull_request_id, github_id, author_id, state, body, commit_sha, submitted_at, updated_at, fetched_at
) values
  (1, 1, 1, 831, 2, 'changes_requested', 'A test, please', repeat('a', 40), '2024-01-04T15:00:00Z', '2024-01-04T15:00:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, 1, 832, 2, 'approved', null, repeat('a', 40), '2024-01-06T15:00:00Z', '2024-01-06T15:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.review_comments (
  workspace_id, repository_id, pull_request_id, review_id, github_id, author_id, path, body, created_at, updated_at, fetched_at
) values
  (1, 1, 1, 1, 841, 2, 'page.ts', 'Here', '2024-01-04T15:00:00Z', '2024-01-04T15:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.pull_request_actors (workspace_id, repository_id, pull_request_id, account_id, first_act_at, first_approval_at, reviews, comments) values
  (1, 1, 1, 2, '2024-01-04T15:00:00Z', '2024-01-06T15:00:00Z', 2, 1);
insert into pulse.review_requests (workspace_id, repository_id, pull_request_id, account_id, requested_by_id, requested_at, fetched_at) values
  (1, 1, 1, 2, 1, '2024-01-04T09:05:00Z', '2024-01-20T01:00:00Z');
insert into pulse.timeline_events (
  workspace_id, repository_id, issue_id, pull_request_id, github_id, kind, actor_id, subject, created_at, fetched_at
) values
  (1, 1, 1, null, 851, 'labeled', 2, 'bug', '2024-01-03T12:05:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, null, 1, 852, 'ready_for_review', 1, null, '2024-01-04T09:10:00Z', '2024-01-20T01:00:00Z');
