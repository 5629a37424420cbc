-- Takes back reviews and events.
drop table pulse.timeline_events;
drop table pulse.review_requests;
drop table pulse.pull_request_actors;
drop table pulse.review_comments;
drop table pulse.reviews;
