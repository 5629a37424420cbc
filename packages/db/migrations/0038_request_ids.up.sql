-- Work that somebody asked for is done by another process, which has to know by which request: its lines in the logs carry that id.
alter table pulse.exports add column request_id text check (request_id <> '');
comment on column pulse.exports.request_id is 'of the request that asked for it; null where nobody knows any more';
alter table pulse.sync_runs add column request_id text check (request_id <> '');
comment on column pulse.sync_runs.request_id is 'of the request that asked for it first; null where none did, or nobody knows any more';
