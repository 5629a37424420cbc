insert into pulse.delivery_rules (
  workspace_id, repository_id, source, name_patterns, branch_patterns, counts_prereleases, incident_labels, counts_reverts, updated_at
) values
  (1, 1, 'environment', '{production}', '{main}', false, '{incident}', true, '2024-02-08T00:00:00Z');
