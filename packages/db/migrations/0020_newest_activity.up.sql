-- What happened last is looked for by time: reviews and comments had no index of it, and a page of news read all of them.
create index reviews_by_submitted on pulse.reviews (repository_id, submitted_at);
create index issue_comments_by_created on pulse.issue_comments (repository_id, created_at);
create index review_comments_by_created on pulse.review_comments (repository_id, created_at);
create index releases_by_published on pulse.releases (repository_id, published_at);
create index deployments_by_created on pulse.deployments (repository_id, created_at);
