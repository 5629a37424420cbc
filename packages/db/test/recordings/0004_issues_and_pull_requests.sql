insert into pulse.issues (
  workspace_id, repository_id, github_id, number, title, body, state, author_id, label_names, assignee_ids, milestone_id,
  created_at, closed_at, updated_at, fetched_at
) values
  (1, 1, 801, 1, 'The page is blank', E'Seen \n twice, \\N', 'closed', 1, '{bug}', '{2}', 1,
    '2024-01-03T10:00:00Z', '2024-01-08T10:00:00Z', '2024-01-08T10:00:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, 802, 2, 'Größer bitte 🙂', null, 'open', 2, '{"Größe: L"}', '{}', null,
    '2024-01-10T10:00:00Z', null, '2024-01-10T10:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.pull_requests (
  workspace_id, repository_id, github_id, number, title, state, author_id, milestone_id, base_ref, head_ref, head_sha, merged_by_id,
  additions, deletions, changed_files, created_at, merged_at, closed_at, updated_at, fetched_at
) values
  (1, 1, 811, 3, 'Draw the page', 'merged', 1, 1, 'main', 'draw', repeat('a', 40), 2, 40, 2, 2,
    '2024-01-04T09:00:00Z', '2024-01-06T15:30:00Z', '2024-01-06T15:30:00Z', '2024-01-06T15:30:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, 812, 4, 'Larger', 'open', 2, null, 'main', 'larger', repeat('b', 40), null, 5, 5, 1,
    '2024-01-11T09:00:00Z', null, null, '2024-01-11T09:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.issue_comments (
  workspace_id, repository_id, issue_id, pull_request_id, github_id, author_id, body, created_at, updated_at, fetched_at
) values
  (1, 1, 1, null, 821, 2, 'I look', '2024-01-03T12:00:00Z', '2024-01-03T12:00:00Z', '2024-01-20T01:00:00Z'),
  (1, 1, null, 1, 822, 3, 'Rebased', '2024-01-05T12:00:00Z', '2024-01-05T12:00:00Z', '2024-01-20T01:00:00Z');
insert into pulse.issue_actors (workspace_id, repository_id, issue_id, account_id, first_comment_at, comments) values
  (1, 1, 1, 2, '2024-01-03T12:00:00Z', 1);
