-- Takes the views of issues, contributors and milestones away, with their indexes; they held no rows of their own.
drop view metrics.milestone_items;
drop view metrics.first_acts;
drop view metrics.contributor_acts;
drop view metrics.item_acts;
drop view metrics.default_branch_commits;
drop view metrics.issue_timeline;
drop index pulse.pull_requests_deleted;
drop index pulse.issues_deleted;
