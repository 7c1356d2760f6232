CREATE TABLE `import_change` (
	`job_id` integer NOT NULL,
	`no` integer NOT NULL,
	`content` text NOT NULL,
	PRIMARY KEY(`job_id`, `no`),
	FOREIGN KEY (`job_id`) REFERENCES `import_job`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_job` (
	`id` integer PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	`account_id` integer,
	`actor` text NOT NULL,
	`names` text NOT NULL,
	`file` text,
	`bytes` integer,
	`format` text,
	`mapping` text,
	`dates` text,
	`publish` integer DEFAULT false NOT NULL,
	`header` text,
	`rows` integer DEFAULT 0 NOT NULL,
	`total` integer,
	`report` text,
	`failure` text,
	`wants_stop` integer DEFAULT false NOT NULL,
	`first_incident` integer,
	`last_incident` integer,
	`first_claim` integer,
	`last_claim` integer,
	`first_report` integer,
	`last_report` integer,
	`first_source` integer,
	`last_source` integer,
	`first_place` integer,
	`last_place` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "import_job_state" CHECK("state" in ('uploaded', 'checking', 'checked', 'importing', 'hidden', 'finishing', 'done', 'refused', 'failed', 'cancelled', 'undoing', 'undone')),
	CONSTRAINT "import_job_publish" CHECK("publish" in (0, 1)),
	CONSTRAINT "import_job_wants_stop" CHECK("wants_stop" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `import_job_hidden` ON `import_job` (("state" is not null)) WHERE "import_job"."state" in ('hidden', 'undoing');--> statement-breakpoint
CREATE INDEX `import_job_header` ON `import_job` (`header`,`id`);--> statement-breakpoint
CREATE TABLE `import_problem` (
	`job_id` integer NOT NULL,
	`is_warning` integer NOT NULL,
	`no` integer NOT NULL,
	`file` text NOT NULL,
	`row` integer NOT NULL,
	`column` text,
	`code` text NOT NULL,
	`values` text NOT NULL,
	PRIMARY KEY(`job_id`, `is_warning`, `no`),
	FOREIGN KEY (`job_id`) REFERENCES `import_job`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "import_problem_is_warning" CHECK("is_warning" in (0, 1))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `import_row` (
	`key` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`facts` text NOT NULL,
	`incident_id` integer NOT NULL,
	`claim_id` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`claim_id`) REFERENCES `claim`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `import_row_incident` ON `import_row` (`incident_id`);--> statement-breakpoint
CREATE INDEX `import_row_claim` ON `import_row` (`claim_id`);--> statement-breakpoint
-- What the last import made of a row was kept with the forms that were sent, by code.
INSERT INTO import_row (key, hash, facts, incident_id, claim_id)
  SELECT substr(s.key, 8), s.subject ->> '$.hash', s.subject ->> '$.facts', i.id, (SELECT id FROM claim WHERE code = s.subject ->> '$.claims[0]')
    FROM submission s JOIN incident i ON i.code = s.subject ->> '$.incident'
   WHERE s.key LIKE 'import %' AND json_valid(s.subject);
--> statement-breakpoint
DELETE FROM submission WHERE key LIKE 'import %';
--> statement-breakpoint
-- Nobody deletes what was published; rows of an import that nobody has seen were not published.
DROP TRIGGER incident_stays;
--> statement-breakpoint
DROP TRIGGER claim_stays;
--> statement-breakpoint
CREATE TRIGGER incident_stays BEFORE DELETE ON incident WHEN OLD.publication IN ('published', 'retracted')
  AND NOT EXISTS (SELECT 1 FROM import_job WHERE state = 'hidden' AND OLD.id BETWEEN first_incident AND last_incident)
BEGIN
  SELECT RAISE(ABORT, 'incident.stays');
END;
--> statement-breakpoint
CREATE TRIGGER claim_stays BEFORE DELETE ON claim WHEN OLD.publication IN ('published', 'retracted')
  AND NOT EXISTS (SELECT 1 FROM import_job WHERE state = 'hidden' AND OLD.id BETWEEN first_claim AND last_claim)
BEGIN
  SELECT RAISE(ABORT, 'claim.stays');
END;
