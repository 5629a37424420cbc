-- Forgets what was deleted, what is to be read again, and the hooks: GitHub keeps sending to them.
drop table pulse.webhook_hooks;
drop table pulse.refresh_requests;
drop table pulse.deleted_facts;
