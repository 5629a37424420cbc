-- Exports are waited for again.
drop trigger forget_exports on pulse.repositories;
drop trigger forget_exports on pulse.erased_people;
drop function pulse.forget_exports();
drop table pulse.export_parts;
drop table pulse.exports;
