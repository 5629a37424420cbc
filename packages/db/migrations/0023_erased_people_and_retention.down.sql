-- Whoever was erased stays a ghost; what is read from now on names them again.
drop trigger keep_texts on pulse.commits;
drop trigger keep_texts on pulse.timeline_events;
drop trigger keep_texts on pulse.releases;
drop trigger keep_texts on pulse.reviews;
drop trigger keep_texts on pulse.review_comments;
drop trigger keep_texts on pulse.issue_comments;
drop trigger keep_texts on pulse.pull_requests;
drop trigger keep_texts on pulse.issues;
drop function pulse.keep_texts();
drop function pulse.is_erased(bigint, bigint);
alter table pulse.workspaces drop column delivery_days, drop column event_days, drop column audit_days, drop column text_days;
drop function pulse.erased_text(text);
drop function pulse.hash_of_person(text, text);
drop table pulse.erased_people;
