CREATE TABLE `seal` (
	`name` text PRIMARY KEY NOT NULL,
	`rows` integer NOT NULL,
	`sum` text NOT NULL,
	`told` integer DEFAULT false NOT NULL
) STRICT;
--> statement-breakpoint
-- A redaction (two people, with a reason) empties what was saved; nothing else changes it.
DROP TRIGGER revision_unchanged;
--> statement-breakpoint
CREATE TRIGGER revision_unchanged BEFORE UPDATE ON revision
  WHEN NEW.content <> 'null' OR NEW.id <> OLD.id OR NEW.subject <> OLD.subject OR NEW.version <> OLD.version
    OR NEW.saved_at <> OLD.saved_at OR NEW.saved_by IS NOT OLD.saved_by
BEGIN
  SELECT RAISE(ABORT, 'revision.stays');
END;
