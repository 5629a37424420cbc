-- What counts as production, by a rule per repository; which deployment carried a change first; and which incidents came of it.
alter table pulse.sync_state drop constraint sync_state_source_check;
alter table pulse.sync_state add constraint sync_state_source_check check (source in ('archive', 'git', 'sync', 'api'));

create table pulse.delivery_rules (
  workspace_id bigint not null,
  repository_id bigint not null primary key,
  source text not null check (source in ('environment', 'workflow_run', 'release', 'tag', 'api')),
  name_patterns text[] not null,
  branch_patterns text[] not null,
  counts_prereleases boolean not null,
  incident_labels text[] not null,
  counts_reverts boolean not null,
  updated_at timestamptz not null default now(),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade
);
comment on table pulse.delivery_rules is 'a repository without one goes by metrics.delivery_rules';
comment on column pulse.delivery_rules.source is 'what is a deployment beside those that are posted: GitHub''s own, by environment; runs, by workflow; releases or tags, by tag; api: nothing else';
comment on column pulse.delivery_rules.name_patterns is 'of the environment, workflow or tag, in any spelling of their case; * stands for any text; none: any, and of environments those that look like production';

alter table pulse.deployments add column is_marked_production boolean not null default false;
comment on column pulse.deployments.is_marked_production is 'GitHub says so, or the environment''s name; is_production is what the rule of the repository says';
alter table pulse.incidents add column fix_numbers integer[] not null default '{}';
comment on column pulse.incidents.fix_numbers is 'pull requests that were told to mend it';
alter table pulse.deployment_changes add column is_fix boolean not null default false;
comment on column pulse.deployment_changes.is_fix is 'a revert, or made for an incident that was open then';

-- Every commit that production has, with the deployment that brought it first. A commit that was not read yet stands here as well, so that
-- the walk goes on from it once it is.
create table pulse.deployment_commits (
  workspace_id bigint not null,
  repository_id bigint not null,
  sha text not null,
  deployment_id bigint not null,
  finished_at timestamptz not null,
  primary key (repository_id, sha),
  foreign key (workspace_id, repository_id) references pulse.repositories (workspace_id, id) on delete cascade,
  foreign key (repository_id, deployment_id) references pulse.deployments (repository_id, id) on delete cascade
);
create index deployment_commits_by_deployment on pulse.deployment_commits (repository_id, deployment_id);

-- As stale_timelines: triggers put rows in, and before the transaction commits what follows from them is computed and the rows go.
create unlogged table pulse.stale_deliveries (
  workspace_id bigint not null,
  repository_id bigint not null,
  changed_by xid8 not null default pg_current_xact_id(),
  is_ruled_anew boolean not null,
  is_walked_anew boolean not null,
  shas text[] not null,
  primary key (repository_id, changed_by)
);
comment on column pulse.stale_deliveries.is_walked_anew is 'a deployment went, or is another one now: who carried what first is found out from the beginning';
comment on column pulse.stale_deliveries.shas is 'commits that production has and that were read only now';

create index incidents_by_deployment on pulse.incidents (repository_id, deployment_id);
create index pull_request_timelines_by_deployed on pulse.pull_request_timelines (repository_id, deployed_at) where deployed_at is not null;

do $$
declare
  name text;
begin
  foreach name in array array['delivery_rules', 'deployment_commits', 'stale_deliveries'] loop
    execute format('alter table pulse.%I enable row level security', name);
    execute format('alter table pulse.%I force row level security', name);
    execute format('create policy service on pulse.%I to service_role using (true) with check (true)', name);
    execute format('grant select, insert, update, delete on pulse.%I to service_role', name);
  end loop;
  foreach name in array array['delivery_rules', 'deployment_commits'] loop
    execute format(
      'create policy members_read on pulse.%I for select to authenticated using (workspace_id = (select pulse.current_workspace_id()))',
      name
    );
    execute format('grant select on pulse.%I to authenticated', name);
  end loop;
end
$$;

create function pulse.is_like_any(value text, patterns text[]) returns boolean
  language sql immutable
  return exists (
    select
    from unnest(patterns) as given (pattern)
    where lower(value) like replace(replace(replace(replace(lower(given.pattern), '\', '\\'), '%', '\%'), '_', '\_'), '*', '%')
  );
revoke execute on function pulse.is_like_any(text, text[]) from public;
grant execute on function pulse.is_like_any(text, text[]) to authenticated, service_role;

-- The rule of every repository: the one that was saved, or this.
create view metrics.delivery_rules with (security_invoker = true) as
select
  repository.workspace_id,
  repository.id as repository_id,
  rule.repository_id is null as is_default,
  coalesce(rule.source, 'environment') as source,
  coalesce(rule.name_patterns, '{}') as name_patterns,
  coalesce(rule.branch_patterns, '{}') as branch_patterns,
  coalesce(rule.counts_prereleases, false) as counts_prereleases,
  coalesce(rule.incident_labels, array['incident']) as incident_labels,
  coalesce(rule.counts_reverts, true) as counts_reverts
from pulse.repositories as repository
left join pulse.delivery_rules as rule
  on rule.repository_id = repository.id;
grant select on metrics.delivery_rules to authenticated, service_role;

create function pulse.counts_as_production(of_repository_id bigint, environment text, ref text, is_marked boolean) returns boolean
  language sql stable
  return coalesce(
    (
      select
        rule.source = 'environment'
        and case when rule.name_patterns = '{}' then is_marked else pulse.is_like_any(environment, rule.name_patterns) end
        and (rule.branch_patterns = '{}' or pulse.is_like_any(ref, rule.branch_patterns))
      from pulse.delivery_rules as rule
      where rule.repository_id = of_repository_id
    ),
    is_marked
  );

-- Whoever saves a deployment of GitHub's says what its name looks like; the rule has the last word.
create function pulse.judge_deployment() returns trigger
  language plpgsql
as $$
begin
  new.is_marked_production := new.is_production;
  new.is_production := pulse.counts_as_production(new.repository_id, new.environment, new.ref, new.is_production);
  return new;
end
$$;

-- What a rule makes a deployment of production, the latest facts as they are: also of a rule that nobody has saved yet. A run that was tried
-- again is one deployment, finished when its first success was.
create function pulse.list_deployments_by_rule(
  of_repository_id bigint, by_source text, name_patterns text[], branch_patterns text[], counts_prereleases boolean
) returns table (
  external_id text, name text, ref text, sha text, creator_id bigint, created_at timestamptz, finished_at timestamptz
)
  language sql stable
as $$
  select external_id, environment, ref, sha, creator_id, created_at, finished_at
  from pulse.deployments
  where by_source = 'environment'
    and repository_id = of_repository_id
    and source = 'github'
    and finished_at is not null
    and case when name_patterns = '{}' then is_marked_production else pulse.is_like_any(environment, name_patterns) end
    and (branch_patterns = '{}' or pulse.is_like_any(ref, branch_patterns))
  union all
  (
    select distinct on (run.github_id)
      run.github_id::text,
      coalesce(workflow.name, run.name),
      run.head_branch,
      run.head_sha,
      run.actor_id,
      run.created_at,
      greatest(
        coalesce(
          (
            select max(job.completed_at)
            from pulse.workflow_jobs as job
            where job.repository_id = run.repository_id
              and job.github_run_id = run.github_id
              and job.attempt = run.attempt
          ),
          run.updated_at
        ),
        run.run_started_at
      )
    from pulse.workflow_runs as run
    left join pulse.workflows as workflow
      on workflow.repository_id = run.repository_id
      and workflow.id = run.workflow_id
    where by_source = 'workflow_run'
      and run.repository_id = of_repository_id
      and run.conclusion = 'success'
      and (name_patterns = '{}' or pulse.is_like_any(coalesce(workflow.name, run.name), name_patterns))
      and (branch_patterns = '{}' or pulse.is_like_any(run.head_branch, branch_patterns))
    order by run.github_id, run.attempt
  )
  union all
  (
    select distinct on (release.tag_name)
      release.tag_name, release.tag_name, release.tag_name, tag.sha, release.author_id, release.published_at, release.published_at
    from pulse.releases as release
    left join pulse.tags as tag
      on tag.repository_id = release.repository_id
      and tag.name = release.tag_name
    where by_source = 'release'
      and release.repository_id = of_repository_id
      and not release.is_draft
      and release.published_at is not null
      and (counts_prereleases or not release.is_prerelease)
      and (name_patterns = '{}' or pulse.is_like_any(release.tag_name, name_patterns))
    order by release.tag_name, release.published_at
  )
  union all
  select name, name, name, sha, null, tagged_at, tagged_at
  from pulse.tags
  where by_source = 'tag'
    and repository_id = of_repository_id
    and (name_patterns = '{}' or pulse.is_like_any(name, name_patterns))
$$;

-- The deployments of a repository as its rule wants them: those that it makes, and which of GitHub's count.
create function pulse.refresh_ruled_deployments(of_repository_id bigint, is_ruled_anew boolean) returns void
  language plpgsql
as $$
declare
  rule metrics.delivery_rules;
begin
  select * into strict rule from metrics.delivery_rules where repository_id = of_repository_id;
  if is_ruled_anew then
    update pulse.deployments as deployment
    set is_production = pulse.counts_as_production(of_repository_id, environment, ref, is_marked_production)
    where repository_id = of_repository_id
      and source = 'github'
      and is_production <> pulse.counts_as_production(of_repository_id, environment, ref, is_marked_production);
    delete from pulse.deployments
    where repository_id = of_repository_id
      and source in ('workflow_run', 'release', 'tag')
      and source <> rule.source;
  end if;
  if rule.source not in ('workflow_run', 'release', 'tag') then
    return;
  end if;
  with told as materialized (
    select *
    from pulse.list_deployments_by_rule(
      of_repository_id, rule.source, rule.name_patterns, rule.branch_patterns, rule.counts_prereleases
    )
  ),
  gone as (
    delete from pulse.deployments as deployment
    where deployment.repository_id = of_repository_id
      and deployment.source = rule.source
      and not exists (select from told where told.external_id = deployment.external_id)
  )
  insert into pulse.deployments as deployment (
    workspace_id, repository_id, source, external_id, environment, is_production, sha, ref, state, created_at, finished_at, creator_id, fetched_at
  )
  select
    rule.workspace_id, of_repository_id, rule.source, external_id, name, true, sha, ref, 'success', created_at, finished_at, creator_id, now()
  from told
  order by external_id
  on conflict (repository_id, source, external_id) do update set
    environment = excluded.environment,
    sha = excluded.sha,
    ref = excluded.ref,
    created_at = excluded.created_at,
    finished_at = excluded.finished_at,
    creator_id = excluded.creator_id,
    fetched_at = excluded.fetched_at
  where (deployment.environment, deployment.sha, deployment.ref, deployment.created_at, deployment.finished_at, deployment.creator_id)
    is distinct from (excluded.environment, excluded.sha, excluded.ref, excluded.created_at, excluded.finished_at, excluded.creator_id);
end
$$;

-- Walks back from each deployment of production, the earliest first, as far as nothing earlier has been: what it finds came with it. Begins
-- where something is missing, so that a deployment costs its own commits and not all of history. A commit that two deployments reach belongs
-- to the one that finished first, whatever order they were read in.
create function pulse.walk_deployments(of_repository_id bigint, new_shas text[]) returns void
  language plpgsql
as $$
declare
  start record;
begin
  for start in
    select deployment.workspace_id, deployment.id, deployment.finished_at, array[deployment.sha] as shas
    from pulse.deployments as deployment
    where deployment.repository_id = of_repository_id
      and deployment.is_production
      and deployment.finished_at is not null
      and deployment.sha is not null
      and not exists (
        select
        from pulse.deployment_commits as kept
        where kept.repository_id = of_repository_id
          and kept.sha = deployment.sha
          and (kept.finished_at, kept.deployment_id) <= (deployment.finished_at, deployment.id)
      )
    union all
    select kept.workspace_id, kept.deployment_id, kept.finished_at, array_agg(distinct parent.sha)
    from pulse.deployment_commits as kept
    join pulse.commits as made
      on made.repository_id = kept.repository_id
      and made.sha = kept.sha
    cross join lateral unnest(made.parent_shas) as parent (sha)
    where kept.repository_id = of_repository_id
      and kept.sha = any (new_shas)
    group by kept.workspace_id, kept.deployment_id, kept.finished_at
    order by 3, 2
  loop
    with recursive found (sha) as (
      select given.sha
      from unnest(start.shas) as given (sha)
      left join pulse.deployment_commits as kept
        on kept.repository_id = of_repository_id
        and kept.sha = given.sha
      where kept.sha is null
        or (kept.finished_at, kept.deployment_id) > (start.finished_at, start.id)
      union
      select parent.sha
      from found
      join pulse.commits as made
        on made.repository_id = of_repository_id
        and made.sha = found.sha
      cross join lateral unnest(made.parent_shas) as parent (sha)
      left join pulse.deployment_commits as kept
        on kept.repository_id = of_repository_id
        and kept.sha = parent.sha
      where kept.sha is null
        or (kept.finished_at, kept.deployment_id) > (start.finished_at, start.id)
    )
    insert into pulse.deployment_commits as kept (workspace_id, repository_id, sha, deployment_id, finished_at)
    select start.workspace_id, of_repository_id, sha, start.id, start.finished_at
    from found
    on conflict (repository_id, sha) do update set
      deployment_id = excluded.deployment_id,
      finished_at = excluded.finished_at;
  end loop;
end
$$;

-- A change is a merged pull request; it belongs to the deployment that brought its merge commit, be it of a squash, a rebase or a merge.
create function pulse.refresh_deployment_changes(of_repository_id bigint) returns void
  language sql
as $$
  with told as materialized (
    select pull_request.workspace_id, pull_request.id as pull_request_id, kept.deployment_id
    from pulse.pull_requests as pull_request
    join pulse.deployment_commits as kept
      on kept.repository_id = pull_request.repository_id
      and kept.sha = pull_request.merge_commit_sha
    where pull_request.repository_id = of_repository_id
      and pull_request.merged_at is not null
      and pull_request.deleted_at is null
  ),
  gone as (
    delete from pulse.deployment_changes as change
    where change.repository_id = of_repository_id
      and not exists (select from told where told.pull_request_id = change.pull_request_id)
  )
  insert into pulse.deployment_changes as change (workspace_id, repository_id, deployment_id, pull_request_id, fetched_at)
  select workspace_id, of_repository_id, deployment_id, pull_request_id, now()
  from told
  order by pull_request_id
  on conflict (repository_id, pull_request_id) do update set
    deployment_id = excluded.deployment_id,
    fetched_at = excluded.fetched_at
  where change.deployment_id <> excluded.deployment_id
$$;

-- Whether a pull request takes another one back, as GitHub names such a one, or `git revert` does.
create function pulse.is_revert(title text, head_ref text) returns boolean
  language sql immutable
  return coalesce(title ~ '^Revert "', false) or coalesce(head_ref ~ '^revert-[0-9]+-', false);

-- Incidents by rule: issues with a label of the rule, from their opening to their closing; and reverts that were not given up, from their
-- opening to their merge. Each that nobody linked by hand belongs to the last deployment of production finished before it began.
create function pulse.refresh_incidents(of_repository_id bigint) returns void
  language plpgsql
as $$
declare
  rule metrics.delivery_rules;
begin
  select * into strict rule from metrics.delivery_rules where repository_id = of_repository_id;
  with told as materialized (
    select 'issue' as source, number::text as external_id, title, created_at as began_at, closed_at as resolved_at
    from pulse.issues as issue
    where issue.repository_id = of_repository_id
      and issue.deleted_at is null
      and issue.label_names <> '{}'
      and exists (
        select
        from unnest(issue.label_names) as label (name)
        where pulse.is_like_any(label.name, rule.incident_labels)
      )
    union all
    select 'revert', number::text, title, created_at, merged_at
    from pulse.pull_requests
    where rule.counts_reverts
      and repository_id = of_repository_id
      and deleted_at is null
      and state <> 'closed'
      and pulse.is_revert(title, head_ref)
  ),
  gone as (
    delete from pulse.incidents as incident
    where incident.repository_id = of_repository_id
      and incident.source in ('issue', 'revert')
      and not exists (select from told where told.source = incident.source and told.external_id = incident.external_id)
  )
  insert into pulse.incidents as incident (workspace_id, repository_id, source, external_id, title, began_at, resolved_at, fetched_at)
  select rule.workspace_id, of_repository_id, source, external_id, title, began_at, resolved_at, now()
  from told
  order by source, external_id
  on conflict (repository_id, source, external_id) do update set
    title = excluded.title,
    began_at = excluded.began_at,
    resolved_at = excluded.resolved_at,
    fetched_at = excluded.fetched_at
  where (incident.title, incident.began_at, incident.resolved_at) is distinct from (excluded.title, excluded.began_at, excluded.resolved_at);

  update pulse.incidents as incident
  set deployment_id = blamed.id
  from pulse.incidents as each
  left join lateral (
    select deployment.id
    from pulse.deployments as deployment
    where deployment.repository_id = each.repository_id
      and deployment.is_production
      and deployment.finished_at < each.began_at
    order by deployment.finished_at desc, deployment.id desc
    limit 1
  ) as blamed on true
  where each.repository_id = of_repository_id
    and not each.is_linked_by_hand
    and incident.repository_id = each.repository_id
    and incident.id = each.id
    and incident.deployment_id is distinct from blamed.id;

  update pulse.deployment_changes as change
  set is_fix = not change.is_fix
  where change.repository_id = of_repository_id
    and change.is_fix <> exists (
      select
      from pulse.incidents as incident
      join pulse.pull_requests as pull_request
        on pull_request.repository_id = incident.repository_id
        and pull_request.id = change.pull_request_id
      where incident.repository_id = of_repository_id
        and incident.began_at < pull_request.merged_at
        and coalesce(incident.resolved_at, 'infinity') >= pull_request.created_at
        and (
          pull_request.number = any (incident.fix_numbers)
          or incident.source = 'revert' and incident.external_id = pull_request.number::text
          or incident.source = 'issue'
          and pull_request.body ~* ('\m(close[sd]?|fix(e[sd])?|resolve[sd]?):?\s+#' || incident.external_id || '\M')
        )
    );
end
$$;

-- Two that change one repository at the same time wait for each other: each must see what the other has brought.
create function pulse.flush_stale_deliveries() returns trigger
  language plpgsql
as $$
declare
  whole record;
begin
  if not exists (
    select
    from pulse.stale_deliveries
    where repository_id = new.repository_id
      and changed_by = new.changed_by
  ) then
    return null;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('pulse.deliveries', new.repository_id));
  if not exists (select from pulse.repositories where id = new.repository_id) then
    return null;
  end if;
  perform pulse.refresh_ruled_deployments(
    new.repository_id,
    (select is_ruled_anew from pulse.stale_deliveries where repository_id = new.repository_id and changed_by = new.changed_by)
  );
  -- By now with what the rule itself has changed.
  select is_walked_anew, shas into strict whole
  from pulse.stale_deliveries
  where repository_id = new.repository_id
    and changed_by = new.changed_by;
  if whole.is_walked_anew then
    delete from pulse.deployment_commits where repository_id = new.repository_id;
  end if;
  perform pulse.walk_deployments(new.repository_id, whole.shas);
  perform pulse.refresh_deployment_changes(new.repository_id);
  perform pulse.refresh_incidents(new.repository_id);
  delete from pulse.stale_deliveries
  where repository_id = new.repository_id
    and changed_by = new.changed_by;
  return null;
end
$$;

create function pulse.mark_stale_delivery(
  of_workspace_id bigint, of_repository_id bigint, is_ruled_anew boolean, is_walked_anew boolean, shas text[]
) returns void
  language sql
as $$
  insert into pulse.stale_deliveries as stale (workspace_id, repository_id, is_ruled_anew, is_walked_anew, shas)
  values ($1, $2, $3, $4, $5)
  on conflict (repository_id, changed_by) do update set
    is_ruled_anew = stale.is_ruled_anew or excluded.is_ruled_anew,
    is_walked_anew = stale.is_walked_anew or excluded.is_walked_anew,
    shas = stale.shas || excluded.shas
$$;

create function pulse.mark_ruled_repository() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    perform pulse.mark_stale_delivery(workspace_id, repository_id, true, true, '{}')
    from (select distinct workspace_id, repository_id from changed) as touched
    order by repository_id;
  end if;
  return null;
end
$$;

-- A deployment that only now succeeded adds to what is known. One that had, and is another now or no more, does not.
create function pulse.mark_deployments() returns trigger
  language plpgsql
as $$
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  if tg_op = 'UPDATE' then
    perform pulse.mark_stale_delivery(workspace_id, repository_id, false, is_walked_anew, '{}')
    from (
      select
        changed.workspace_id,
        changed.repository_id,
        bool_or(replaced.is_production and replaced.finished_at is not null and replaced.sha is not null) as is_walked_anew
      from changed
      join replaced on replaced.repository_id = changed.repository_id and replaced.id = changed.id
      where (changed.is_production, changed.finished_at, changed.sha) is distinct from (replaced.is_production, replaced.finished_at, replaced.sha)
      group by 1, 2
    ) as touched
    order by repository_id;
    return null;
  end if;
  perform pulse.mark_stale_delivery(workspace_id, repository_id, false, tg_op = 'DELETE', '{}')
  from (
    select distinct workspace_id, repository_id
    from changed
    where is_production
      and finished_at is not null
  ) as touched
  order by repository_id;
  return null;
end
$$;

create function pulse.mark_carried_commits() returns trigger
  language plpgsql
as $$
begin
  perform pulse.mark_stale_delivery(workspace_id, repository_id, false, false, shas)
  from (
    select changed.workspace_id, changed.repository_id, array_agg(changed.sha) as shas
    from changed
    join pulse.deployment_commits as kept
      on kept.repository_id = changed.repository_id
      and kept.sha = changed.sha
    group by 1, 2
  ) as touched
  order by repository_id;
  return null;
end
$$;

-- A pull request that production has or had, or that takes another one back.
create function pulse.mark_carried_pull_requests() returns trigger
  language plpgsql
as $$
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  perform pulse.mark_stale_delivery(workspace_id, repository_id, false, false, '{}')
  from (
    select distinct changed.workspace_id, changed.repository_id
    from changed
    where pulse.is_revert(changed.title, changed.head_ref)
      or exists (
        select
        from pulse.deployment_commits as kept
        where kept.repository_id = changed.repository_id
          and kept.sha = changed.merge_commit_sha
      )
      or exists (
        select
        from pulse.deployment_changes as change
        where change.repository_id = changed.repository_id
          and change.pull_request_id = changed.id
      )
      or exists (
        select
        from pulse.incidents as incident
        where incident.repository_id = changed.repository_id
          and incident.source = 'revert'
          and incident.external_id = changed.number::text
      )
  ) as touched
  order by repository_id;
  return null;
end
$$;

create function pulse.mark_incident_issues() returns trigger
  language plpgsql
as $$
begin
  if pulse.is_cascade(tg_relid) then
    return null;
  end if;
  perform pulse.mark_stale_delivery(workspace_id, repository_id, false, false, '{}')
  from (
    select distinct changed.workspace_id, changed.repository_id
    from changed
    left join pulse.delivery_rules as rule on rule.repository_id = changed.repository_id
    where changed.label_names <> '{}'
      and exists (
        select
        from unnest(changed.label_names) as label (name)
        where pulse.is_like_any(label.name, coalesce(rule.incident_labels, array['incident']))
      )
      or exists (
        select
        from pulse.incidents as incident
        where incident.repository_id = changed.repository_id
          and incident.source = 'issue'
          and incident.external_id = changed.number::text
      )
  ) as touched
  order by repository_id;
  return null;
end
$$;

create function pulse.mark_incidents() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    perform pulse.mark_stale_delivery(workspace_id, repository_id, false, false, '{}')
    from (select distinct workspace_id, repository_id from changed) as touched
    order by repository_id;
  end if;
  return null;
end
$$;

-- Runs, releases and tags matter where a rule makes deployments of them. Argument: the sources of such rules.
create function pulse.mark_ruled_facts() returns trigger
  language plpgsql
as $$
begin
  if not pulse.is_cascade(tg_relid) then
    perform pulse.mark_stale_delivery(workspace_id, repository_id, false, false, '{}')
    from (
      select distinct changed.workspace_id, changed.repository_id
      from changed
      join pulse.delivery_rules as rule on rule.repository_id = changed.repository_id
      where rule.source = any (tg_argv)
    ) as touched
    order by repository_id;
  end if;
  return null;
end
$$;

do $$
declare
  name text;
  made record;
begin
  for name in
    select oid::regprocedure::text
    from pg_proc
    where pronamespace = 'pulse'::regnamespace
      and proname in (
        'counts_as_production', 'judge_deployment', 'list_deployments_by_rule', 'refresh_ruled_deployments', 'walk_deployments',
        'refresh_deployment_changes', 'is_revert', 'refresh_incidents', 'flush_stale_deliveries', 'mark_stale_delivery',
        'mark_ruled_repository', 'mark_deployments', 'mark_carried_commits', 'mark_carried_pull_requests', 'mark_incident_issues',
        'mark_incidents', 'mark_ruled_facts'
      )
  loop
    execute format('revoke execute on function %s from public', name);
    execute format('grant execute on function %s to service_role', name);
  end loop;
  for made in
    select *
    from (values
      ('delivery_rules', array['insert', 'update', 'delete'], 'mark_ruled_repository()'),
      ('deployments', array['insert', 'update', 'delete'], 'mark_deployments()'),
      ('commits', array['insert', 'update'], 'mark_carried_commits()'),
      ('pull_requests', array['insert', 'update'], 'mark_carried_pull_requests()'),
      ('issues', array['insert', 'update'], 'mark_incident_issues()'),
      ('incidents', array['insert', 'update', 'delete'], 'mark_incidents()'),
      ('workflow_runs', array['insert', 'update', 'delete'], 'mark_ruled_facts(''workflow_run'')'),
      ('releases', array['insert', 'update', 'delete'], 'mark_ruled_facts(''release'')'),
      ('tags', array['insert', 'update', 'delete'], 'mark_ruled_facts(''release'', ''tag'')')
    ) as listed (relation, operations, what)
    cross join lateral unnest(listed.operations) as each (operation)
  loop
    execute format(
      'create trigger %I after %s on pulse.%I referencing %s for each statement execute function pulse.%s',
      'mark_delivery_' || made.operation,
      made.operation,
      made.relation,
      case
        when made.operation = 'delete' then 'old table as changed'
        when made.operation = 'update' and made.relation = 'deployments' then 'old table as replaced new table as changed'
        else 'new table as changed'
      end,
      made.what
    );
  end loop;
end
$$;
grant execute on function pulse.list_deployments_by_rule(bigint, text, text[], text[], boolean) to authenticated;

create constraint trigger flush_stale_deliveries
  after insert on pulse.stale_deliveries
  deferrable initially deferred
  for each row execute function pulse.flush_stale_deliveries();

create trigger judge_deployment before insert on pulse.deployments
  for each row
  when (new.source = 'github')
  execute function pulse.judge_deployment();

create trigger count_rules_inserted after insert on pulse.delivery_rules
  referencing new table as changed for each statement execute function pulse.mark_data_changes();
create trigger count_rules_updated after update on pulse.delivery_rules
  referencing new table as changed for each statement execute function pulse.mark_data_changes();

-- Deployments that production has: one row each, however it came about. Who creates one is mostly a program, and no reason to leave it out.
-- What looks at other rows stands in the list of columns, so that a number which does not ask for it does not pay for it.
create view metrics.deployment_timeline with (security_invoker = true) as
select
  deployment.workspace_id,
  deployment.repository_id,
  deployment.id,
  0 as number,
  coalesce(deployment.environment, deployment.ref, deployment.external_id) as title,
  deployment.creator_id as author_id,
  (
    select account.login
    from pulse.accounts as account
    where account.workspace_id = deployment.workspace_id
      and account.id = deployment.creator_id
  ) as author_login,
  false as is_bot,
  deployment.state,
  '{}'::text[] as label_names,
  deployment.source,
  deployment.external_id,
  deployment.environment,
  deployment.ref,
  deployment.sha,
  deployment.url,
  deployment.created_at,
  deployment.finished_at,
  -- What was posted for several repositories under one id is one deployment of each of them, and one of the workspace.
  hashtextextended(
    deployment.source || ' ' || deployment.external_id,
    case when deployment.source = 'api' then deployment.workspace_id else -deployment.repository_id end
  ) as deployment_key,
  (
    select count(*)
    from pulse.deployment_changes as change
    where change.repository_id = deployment.repository_id
      and change.deployment_id = deployment.id
  ) as changes,
  exists (
    select
    from pulse.incidents as incident
    where incident.repository_id = deployment.repository_id
      and incident.deployment_id = deployment.id
  ) as has_failed,
  exists (
    select
    from pulse.deployment_changes as change
    where change.repository_id = deployment.repository_id
      and change.deployment_id = deployment.id
      and change.is_fix
  ) as is_rework
from pulse.deployments as deployment
where deployment.is_production
  and deployment.finished_at is not null;

create view metrics.incident_timeline with (security_invoker = true) as
select
  incident.workspace_id,
  incident.repository_id,
  incident.id,
  case when incident.source in ('issue', 'revert') and incident.external_id ~ '^[0-9]{1,9}$' then incident.external_id::integer else 0 end as number,
  incident.title,
  null::bigint as author_id,
  null::text as author_login,
  false as is_bot,
  case when incident.resolved_at is null then 'open' else 'resolved' end as state,
  '{}'::text[] as label_names,
  incident.source,
  incident.external_id,
  incident.url,
  incident.began_at,
  incident.resolved_at,
  incident.deployment_id,
  incident.is_linked_by_hand,
  deployment.finished_at as deployed_at,
  coalesce(deployment.environment, deployment.ref, deployment.external_id) as deployment_title
from pulse.incidents as incident
left join pulse.deployments as deployment
  on deployment.repository_id = incident.repository_id
  and deployment.id = incident.deployment_id;

-- Reviews of others' pull requests. A review of what a bot opened is left out with it. Ready and asked: what somebody may have waited from; a
-- request counts that named the reviewer and still stood. Once answered, a reviewer keeps nobody waiting until asked again.
create view metrics.review_timeline with (security_invoker = true) as
select
  review.workspace_id,
  review.repository_id,
  review.id,
  pull_request.number,
  pull_request.title,
  review.author_id,
  (
    select account.login
    from pulse.accounts as account
    where account.workspace_id = review.workspace_id
      and account.id = review.author_id
  ) as author_login,
  coalesce(review.author_id in (select bot.id from metrics.bots as bot), false)
  or coalesce(pull_request.author_id in (select bot.id from metrics.bots as bot), false) as is_bot,
  review.state,
  pull_request.label_names,
  review.pull_request_id,
  review.github_id as review_id,
  pull_request.author_id as pull_request_author_id,
  review.submitted_at,
  (
    select life.ready_at
    from metrics.pull_request_timeline as life
    where life.repository_id = review.repository_id
      and life.id = review.pull_request_id
  ) as ready_at,
  (
    select max(request.requested_at)
    from pulse.review_requests as request
    where request.repository_id = review.repository_id
      and request.pull_request_id = review.pull_request_id
      and request.account_id = review.author_id
      and request.requested_at <= review.submitted_at
      and coalesce(request.removed_at, 'infinity') > review.submitted_at
  ) as asked_at,
  (
    select max(earlier.submitted_at)
    from pulse.reviews as earlier
    where earlier.repository_id = review.repository_id
      and earlier.pull_request_id = review.pull_request_id
      and earlier.author_id = review.author_id
      and earlier.state <> 'pending'
      and (earlier.submitted_at, earlier.id) < (review.submitted_at, review.id)
  ) as answered_at
from pulse.reviews as review
join pulse.pull_requests as pull_request
  on pull_request.repository_id = review.repository_id
  and pull_request.id = review.pull_request_id
where review.state <> 'pending'
  and pull_request.deleted_at is null
  and review.author_id is distinct from pull_request.author_id;

grant select on metrics.review_timeline, metrics.deployment_timeline, metrics.incident_timeline to authenticated, service_role;

-- What is there already. The owner itself sees no rows: row level security is forced.
set local role service_role;
update pulse.deployments
set is_marked_production = is_production
where source = 'github'
  and is_production;
insert into pulse.stale_deliveries (workspace_id, repository_id, is_ruled_anew, is_walked_anew, shas)
select workspace_id, id, false, true, '{}'
from pulse.repositories;
set constraints pulse.flush_stale_deliveries immediate;
reset role;
