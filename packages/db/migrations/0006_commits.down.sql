-- Takes back what git knows.
drop table pulse.releases;
drop table pulse.tags;
drop table pulse.pull_request_files;
drop table pulse.pull_request_commits;
drop table pulse.commits;
