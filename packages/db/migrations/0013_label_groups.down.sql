-- Takes the label groups away, with those that were saved.
drop view metrics.label_patterns;
drop table pulse.label_groups;
