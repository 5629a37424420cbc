-- Takes the indexes by time away.
drop index pulse.deployments_by_created;
drop index pulse.releases_by_published;
drop index pulse.review_comments_by_created;
drop index pulse.issue_comments_by_created;
drop index pulse.reviews_by_submitted;
