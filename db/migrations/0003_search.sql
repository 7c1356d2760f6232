-- Search in words: one row of text for each published incident, made of what readers see of it, kept by triggers in the
-- transaction of every change. Drafts are in no row. Titles lose apostrophes and й, ї, ё become the letters that foldName
-- makes of them, so that a folded query meets folded text; places bring every spelling, already folded.
CREATE VIRTUAL TABLE incident_search USING fts5(
  text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4');
--> statement-breakpoint
CREATE VIEW incident_search_row AS
  SELECT id, replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(text,
    '''', ''), '’', ''), 'ʼ', ''), '`', ''), 'й', 'и'), 'Й', 'И'), 'ї', 'і'), 'Ї', 'І'), 'ё', 'е'), 'Ё', 'Е') AS text
  FROM (
    SELECT i.id AS id,
      i.code || ' ' || i.title || ' ' || coalesce(i.target, '') || ' ' || coalesce(p.name, '') || ' ' || coalesce(p.name_local, '')
      || ' ' || coalesce(p.admin1, '') || ' ' || coalesce(p.admin2, '')
      || ' ' || coalesce((SELECT group_concat(n.folded, ' ') FROM place_name n WHERE n.place_id = i.place_id), '')
      || ' ' || coalesce((SELECT group_concat(DISTINCT s.name) FROM claim c JOIN source s ON s.id = c.source_id
                           WHERE c.incident_id = i.id AND c.publication = 'published'), '')
      || ' ' || coalesce((SELECT group_concat(DISTINCT r.publisher) FROM claim c JOIN report r ON r.id = c.report_id
                           WHERE c.incident_id = i.id AND c.publication = 'published'), '') AS text
      FROM incident i LEFT JOIN place p ON p.id = i.place_id
     WHERE i.publication = 'published');
--> statement-breakpoint
CREATE TRIGGER incident_search_incident_insert AFTER INSERT ON incident WHEN NEW.publication = 'published'
BEGIN
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_incident_update AFTER UPDATE OF title, target, place_id, publication ON incident
  WHEN NEW.publication = 'published' OR OLD.publication = 'published'
BEGIN
  DELETE FROM incident_search WHERE rowid = NEW.id;
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row WHERE id = NEW.id;
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_incident_delete AFTER DELETE ON incident
BEGIN
  DELETE FROM incident_search WHERE rowid = OLD.id;
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_claim_insert AFTER INSERT ON claim
  WHEN NEW.publication = 'published' AND EXISTS (SELECT 1 FROM incident WHERE id = NEW.incident_id AND publication = 'published')
BEGIN
  DELETE FROM incident_search WHERE rowid = NEW.incident_id;
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row WHERE id = NEW.incident_id;
END;
--> statement-breakpoint
-- An amended claim names its columns whether they changed or not; only another source, report or publication is another text.
CREATE TRIGGER incident_search_claim_update AFTER UPDATE OF source_id, report_id, publication, incident_id ON claim
  WHEN (NEW.publication = 'published' OR OLD.publication = 'published')
    AND (NEW.publication <> OLD.publication OR NEW.source_id <> OLD.source_id OR NEW.report_id <> OLD.report_id
      OR NEW.incident_id <> OLD.incident_id)
BEGIN
  DELETE FROM incident_search WHERE rowid IN (NEW.incident_id, OLD.incident_id);
  INSERT INTO incident_search (rowid, text)
    SELECT id, text FROM incident_search_row WHERE id IN (NEW.incident_id, OLD.incident_id);
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_source_update AFTER UPDATE OF name ON source WHEN NEW.name <> OLD.name
BEGIN
  DELETE FROM incident_search WHERE rowid IN (SELECT incident_id FROM claim WHERE source_id = NEW.id AND publication = 'published');
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row
   WHERE id IN (SELECT incident_id FROM claim WHERE source_id = NEW.id AND publication = 'published');
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_report_update AFTER UPDATE OF publisher ON report WHEN NEW.publisher <> OLD.publisher
BEGIN
  DELETE FROM incident_search WHERE rowid IN (SELECT incident_id FROM claim WHERE report_id = NEW.id AND publication = 'published');
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row
   WHERE id IN (SELECT incident_id FROM claim WHERE report_id = NEW.id AND publication = 'published');
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_place_update AFTER UPDATE OF name, name_local, admin1, admin2 ON place
BEGIN
  DELETE FROM incident_search WHERE rowid IN (SELECT id FROM incident WHERE place_id = NEW.id);
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row
   WHERE id IN (SELECT id FROM incident WHERE place_id = NEW.id);
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_place_name_insert AFTER INSERT ON place_name
  WHEN EXISTS (SELECT 1 FROM incident WHERE place_id = NEW.place_id)
BEGIN
  DELETE FROM incident_search WHERE rowid IN (SELECT id FROM incident WHERE place_id = NEW.place_id);
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row
   WHERE id IN (SELECT id FROM incident WHERE place_id = NEW.place_id);
END;
--> statement-breakpoint
CREATE TRIGGER incident_search_place_name_delete AFTER DELETE ON place_name
  WHEN EXISTS (SELECT 1 FROM incident WHERE place_id = OLD.place_id)
BEGIN
  DELETE FROM incident_search WHERE rowid IN (SELECT id FROM incident WHERE place_id = OLD.place_id);
  INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row
   WHERE id IN (SELECT id FROM incident WHERE place_id = OLD.place_id);
END;
--> statement-breakpoint
INSERT INTO incident_search (rowid, text) SELECT id, text FROM incident_search_row;
--> statement-breakpoint
-- The public log of corrections and the feed: a log is mostly of drafts, so what changed for readers has an index of its own.
CREATE INDEX audit_public_change ON audit (id) WHERE content is not null and (action in ('incident.publish', 'incident.retract', 'claim.retract', 'ruling.rule', 'ruling.revoke', 'source.amend')
  or (action in ('incident.amend', 'claim.amend') and json_extract(content, '$.before.publication') = 'published'));
