-- Rules that a CHECK cannot hold because they look at other rows.
-- A counted incident inside a counted one would count people twice (DOMAIN, Things). Nesting goes three deep.
CREATE VIEW incident_ancestor AS
  SELECT i.id AS id, p.id AS ancestor_id, p.counted AS counted, p.publication AS publication
    FROM incident i JOIN incident p ON p.id = i.part_of_id
  UNION ALL
  SELECT i.id, g.id, g.counted, g.publication
    FROM incident i JOIN incident p ON p.id = i.part_of_id JOIN incident g ON g.id = p.part_of_id
  UNION ALL
  SELECT i.id, gg.id, gg.counted, gg.publication
    FROM incident i JOIN incident p ON p.id = i.part_of_id JOIN incident g ON g.id = p.part_of_id
    JOIN incident gg ON gg.id = g.part_of_id;
--> statement-breakpoint
CREATE TRIGGER incident_insert_counted_once AFTER INSERT ON incident WHEN NEW.part_of_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'incident.counted_twice') WHERE NEW.counted = 1 AND NEW.publication <> 'retracted' AND EXISTS (
    SELECT 1 FROM incident_ancestor a WHERE a.id = NEW.id AND a.counted = 1 AND a.publication <> 'retracted');
  SELECT RAISE(ABORT, 'incident.nested_too_deep') WHERE EXISTS (
    SELECT 1 FROM incident_ancestor a JOIN incident top ON top.id = a.ancestor_id
     WHERE a.id = NEW.id AND top.part_of_id IS NOT NULL GROUP BY a.id HAVING count(*) > 2);
END;
--> statement-breakpoint
CREATE TRIGGER incident_update_counted_once AFTER UPDATE OF part_of_id, counted, publication ON incident
BEGIN
  -- A circle is its own ancestor.
  SELECT RAISE(ABORT, 'incident.part_of_circle') WHERE EXISTS (
    SELECT 1 FROM incident_ancestor a WHERE a.id = NEW.id AND a.ancestor_id = NEW.id);
  SELECT RAISE(ABORT, 'incident.counted_twice') WHERE NEW.counted = 1 AND NEW.publication <> 'retracted' AND EXISTS (
    SELECT 1 FROM incident_ancestor a WHERE a.id = NEW.id AND a.counted = 1 AND a.publication <> 'retracted');
  SELECT RAISE(ABORT, 'incident.counted_twice') WHERE NEW.counted = 1 AND NEW.publication <> 'retracted' AND EXISTS (
    SELECT 1 FROM incident_ancestor a JOIN incident c ON c.id = a.id
     WHERE a.ancestor_id = NEW.id AND c.counted = 1 AND c.publication <> 'retracted');
  -- Moving an uncounted incident takes its counted parts along.
  SELECT RAISE(ABORT, 'incident.counted_twice') WHERE EXISTS (
    SELECT 1 FROM incident_ancestor mine JOIN incident_ancestor below ON below.ancestor_id = NEW.id
      JOIN incident c ON c.id = below.id
     WHERE mine.id = NEW.id AND mine.counted = 1 AND mine.publication <> 'retracted'
       AND c.counted = 1 AND c.publication <> 'retracted');
  SELECT RAISE(ABORT, 'incident.nested_too_deep') WHERE EXISTS (
    SELECT 1 FROM incident_ancestor a JOIN incident top ON top.id = a.ancestor_id
     WHERE top.part_of_id IS NOT NULL
       AND a.id IN (SELECT NEW.id UNION SELECT id FROM incident_ancestor WHERE ancestor_id = NEW.id)
     GROUP BY a.id HAVING count(*) > 2);
END;
--> statement-breakpoint
CREATE TRIGGER claim_repeats_same_incident_insert AFTER INSERT ON claim WHEN NEW.repeats_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'claim.repeats_elsewhere') WHERE NOT EXISTS (
    SELECT 1 FROM claim c WHERE c.id = NEW.repeats_id AND c.incident_id = NEW.incident_id);
END;
--> statement-breakpoint
CREATE TRIGGER claim_repeats_same_incident_update AFTER UPDATE OF repeats_id ON claim WHEN NEW.repeats_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'claim.repeats_elsewhere') WHERE NOT EXISTS (
    SELECT 1 FROM claim c WHERE c.id = NEW.repeats_id AND c.incident_id = NEW.incident_id);
END;
--> statement-breakpoint
CREATE TRIGGER claim_number_stays BEFORE UPDATE OF recorded_no, code ON claim
  WHEN NEW.recorded_no <> OLD.recorded_no OR NEW.code <> OLD.code
BEGIN
  SELECT RAISE(ABORT, 'claim.number_stays');
END;
--> statement-breakpoint
CREATE TRIGGER incident_code_stays BEFORE UPDATE OF code ON incident WHEN NEW.code <> OLD.code
BEGIN
  SELECT RAISE(ABORT, 'incident.code_stays');
END;
--> statement-breakpoint
-- A voice speaks for itself: branches hang on a root, never on another branch.
CREATE TRIGGER source_voice_is_root_insert AFTER INSERT ON source WHEN NEW.voice_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'source.voice_is_branch') WHERE NEW.voice_id = NEW.id OR EXISTS (
    SELECT 1 FROM source v WHERE v.id = NEW.voice_id AND v.voice_id IS NOT NULL);
END;
--> statement-breakpoint
CREATE TRIGGER source_voice_is_root_update AFTER UPDATE OF voice_id ON source WHEN NEW.voice_id IS NOT NULL
BEGIN
  SELECT RAISE(ABORT, 'source.voice_is_branch') WHERE NEW.voice_id = NEW.id OR EXISTS (
    SELECT 1 FROM source v WHERE v.id = NEW.voice_id AND v.voice_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM source b WHERE b.voice_id = NEW.id);
END;
--> statement-breakpoint
-- Nobody deletes what was published; a retraction keeps the row.
CREATE TRIGGER incident_stays BEFORE DELETE ON incident WHEN OLD.publication IN ('published', 'retracted')
BEGIN
  SELECT RAISE(ABORT, 'incident.stays');
END;
--> statement-breakpoint
CREATE TRIGGER claim_stays BEFORE DELETE ON claim WHEN OLD.publication IN ('published', 'retracted')
BEGIN
  SELECT RAISE(ABORT, 'claim.stays');
END;
--> statement-breakpoint
-- The audit log is append-only; the one change allowed is a redaction, which empties content and salt and keeps the hashes.
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN
  SELECT RAISE(ABORT, 'audit.append_only');
END;
--> statement-breakpoint
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
  WHEN NEW.content IS NOT NULL OR NEW.salt IS NOT NULL OR OLD.content IS NULL
    OR NEW.id <> OLD.id OR NEW.at <> OLD.at OR NEW.account_id IS NOT OLD.account_id OR NEW.actor <> OLD.actor
    OR NEW.action <> OLD.action OR NEW.subject <> OLD.subject OR NEW.content_hash <> OLD.content_hash
    OR NEW.previous_hash <> OLD.previous_hash OR NEW.hash <> OLD.hash
BEGIN
  SELECT RAISE(ABORT, 'audit.append_only');
END;
