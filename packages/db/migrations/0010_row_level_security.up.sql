-- Closes every fact table to all but the members of its workspace, who read, and the service, which writes.
do $$
declare
  fact text;
begin
  foreach fact in array array[
    'repositories', 'accounts', 'sync_state', 'repository_days', 'labels', 'milestones', 'issues', 'pull_requests',
    'issue_comments', 'issue_actors', 'reviews', 'review_comments', 'pull_request_actors', 'review_requests',
    'timeline_events', 'commits', 'pull_request_commits', 'pull_request_files', 'tags', 'releases', 'workflows',
    'workflow_runs', 'workflow_jobs', 'workflow_steps', 'deployments', 'deployment_statuses', 'deployment_changes',
    'incidents', 'teams', 'team_members'
  ] loop
    execute format('alter table pulse.%I enable row level security', fact);
    execute format('alter table pulse.%I force row level security', fact);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', fact);
    execute format(
      'create policy members_read on pulse.%I for select to authenticated using (workspace_id = (select pulse.current_workspace_id()))',
      fact
    );
    execute format('grant select on pulse.%I to authenticated', fact);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', fact);
  end loop;
end
$$;
