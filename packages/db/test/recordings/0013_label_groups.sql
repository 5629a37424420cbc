insert into pulse.label_groups (workspace_id, name, label_names, created_at, updated_at) values
  (1, 'Faults', '{bug,defect}', '2024-01-12T00:00:00Z', '2024-01-12T00:00:00Z');
