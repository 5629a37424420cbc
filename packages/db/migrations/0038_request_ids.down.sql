-- Which request asked for a piece of work is forgotten; the work is done all the same.
alter table pulse.sync_runs drop column request_id;
alter table pulse.exports drop column request_id;
