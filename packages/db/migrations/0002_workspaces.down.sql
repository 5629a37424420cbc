-- Takes back the tenants; nothing that refers to them is left at this point.
drop table pulse.workers;
drop policy members_read on pulse.workspaces;
drop function pulse.current_workspace_id();
drop table pulse.memberships;
drop table pulse.workspaces;
