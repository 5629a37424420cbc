-- Label groups: a workspace's own names for sets of labels, such as bug for `bug`, `type: bug` and `kind/bug*`. They filter and split numbers.
create table pulse.label_groups (
  workspace_id bigint not null references pulse.workspaces on delete cascade,
  name text not null check (name = btrim(name) and length(name) between 1 and 100),
  label_names text[] not null check (
    cardinality(label_names) between 1 and 200
    and array_position(label_names, null) is null
    and array_position(label_names, '') is null
  ),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, name)
);
create unique index label_groups_by_name on pulse.label_groups (workspace_id, lower(name));
comment on column pulse.label_groups.label_names is 'names of labels in any spelling of their case; * stands for any text';

alter table pulse.label_groups enable row level security;
alter table pulse.label_groups force row level security;
create policy service on pulse.label_groups to service_role using (true) with check (true);
create policy members_read on pulse.label_groups for select to authenticated using (workspace_id = (select pulse.current_workspace_id()));
grant select on pulse.label_groups to authenticated;
grant select, insert, update, delete on pulse.label_groups to service_role;

-- One row per group and pattern, ready for `lower(label) like label_pattern`.
create view metrics.label_patterns with (security_invoker = true) as
select
  label_group.workspace_id,
  label_group.name,
  replace(replace(replace(replace(lower(label.name), '\', '\\'), '%', '\%'), '_', '\_'), '*', '%') as label_pattern
from pulse.label_groups as label_group
cross join lateral unnest(label_group.label_names) as label (name);

grant select on metrics.label_patterns to authenticated, service_role;
