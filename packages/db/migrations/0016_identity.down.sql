-- Forgets people, their sessions and keys, invitations, and the log of changes; workspaces and their members' ids stay.
drop table pulse.audit_log;
drop table pulse.invitations;
drop function pulse.current_workspace_role();
drop table identity.sign_in_links;
drop table identity.api_keys;
drop table identity.verifications;
drop table identity.accounts;
drop table identity.sessions;
drop table identity.users;
