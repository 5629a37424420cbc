-- Takes back issues, pull requests and their comments.
drop table pulse.issue_actors;
drop table pulse.issue_comments;
drop table pulse.pull_requests;
drop table pulse.issues;
