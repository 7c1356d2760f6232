CREATE INDEX `claim_unseen` ON `claim` (`publication`,`incident_id`) WHERE "claim"."publication" <> 'published';--> statement-breakpoint
CREATE INDEX `incident_unseen` ON `incident` (`publication`,`id`) WHERE "incident"."publication" <> 'published';--> statement-breakpoint
-- What "analyze" found in a record of 400,000 incidents, for every record: SQLite then takes the plans that the questions were written
-- for, at any size, and none that a young record's few rows suggest. Without it an incident's page walked all incidents for its parts.
ANALYZE record;
--> statement-breakpoint
DELETE FROM sqlite_stat1;
--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('audit', 'audit_subject', '2000000 5 1'),
  ('claim', 'claim_code', '1207755 1'),
  ('claim', 'claim_incident', '1207755 4 1'),
  ('claim', 'claim_recorded_no', '1207755 1'),
  ('claim', 'claim_repeats', '1207755 27'),
  ('claim', 'claim_report', '1207755 1'),
  ('claim', 'claim_source', '1207755 5033 1'),
  ('claim', 'claim_unseen', '6000 3000 2'),
  ('estimate', 'sqlite_autoindex_estimate_1', '1988384 6 3 3 1'),
  ('estimate_change', 'estimate_change', '1926677 321113 240835 26760 259 2 1'),
  ('estimate_change', 'estimate_change_incident', '1926677 5'),
  ('figure', 'sqlite_autoindex_figure_1', '2022808 2 1 1'),
  ('incident', 'incident_attack', '400000 44445 11 1'),
  ('incident', 'incident_code', '400000 1'),
  ('incident', 'incident_newest', '400000 400000 92 1 1 1 1 1 1 1'),
  ('incident', 'incident_part_of', '770 2'),
  ('incident', 'incident_place', '400000 799 2 1'),
  ('incident', 'incident_unseen', '2000 1000 1'),
  ('incident_toll', 'incident_toll_killed_highest', '400000 3884'),
  ('incident_toll', 'incident_toll_killed_latest', '400000 3922'),
  ('incident_toll', 'incident_toll_killed_lowest', '400000 4124'),
  ('incident_toll', 'incident_toll_killed_majority', '400000 3922'),
  ('incident_toll', 'incident_toll_killed_median', '400000 4041'),
  ('incident_toll', 'incident_toll_wounded_highest', '400000 2106'),
  ('incident_toll', 'incident_toll_wounded_latest', '400000 2117'),
  ('incident_toll', 'incident_toll_wounded_lowest', '400000 2151'),
  ('incident_toll', 'incident_toll_wounded_majority', '400000 2117'),
  ('incident_toll', 'incident_toll_wounded_median', '400000 2151'),
  ('place', 'place_geonames_id', '500 500'),
  ('place', 'place_slug', '500 1'),
  ('place_name', 'place_name_folded', '500 1 1'),
  ('place_name', 'sqlite_autoindex_place_name_1', '500 1 1'),
  ('report', 'report_url', '1207756 1'),
  ('rollup', 'rollup', '1331127 221855 166391 16640 8320 19 1'),
  ('ruling', 'ruling_incident', '1179 1'),
  ('source', 'source_folded', '240 1'),
  ('source', 'source_slug', '240 1'),
  ('source', 'source_voice', '240 6');
--> statement-breakpoint
ANALYZE sqlite_schema;
