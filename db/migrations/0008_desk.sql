CREATE TABLE `form_draft` (
	`account_id` integer NOT NULL,
	`form` text NOT NULL,
	`content` text NOT NULL,
	`saved_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `form`),
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE TABLE `hidden_location` (
	`incident_id` integer PRIMARY KEY NOT NULL,
	`latitude` real,
	`longitude` real,
	`location_precision` text NOT NULL,
	`shown_as` text NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "hidden_location_precision" CHECK("location_precision" in ('exact', 'neighbourhood', 'settlement', 'district', 'region', 'country', 'sea')),
	CONSTRAINT "hidden_location_shown_as" CHECK("shown_as" in ('place', 'grid')),
	CONSTRAINT "hidden_location_coordinates" CHECK(("hidden_location"."latitude" is null) = ("hidden_location"."longitude" is null))
) STRICT;
--> statement-breakpoint
CREATE TABLE `merged_incident` (
	`incident_id` integer PRIMARY KEY NOT NULL,
	`into_id` integer NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`into_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "merged_incident_another" CHECK("merged_incident"."incident_id" <> "merged_incident"."into_id")
) STRICT;
--> statement-breakpoint
CREATE INDEX `merged_incident_into` ON `merged_incident` (`into_id`);--> statement-breakpoint
CREATE TABLE `publication_plan` (
	`incident_id` integer PRIMARY KEY NOT NULL,
	`publish_at` integer NOT NULL,
	`version` integer NOT NULL,
	`seen` text NOT NULL,
	`decided_at` integer NOT NULL,
	`decided_by` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`decided_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `publication_plan_due` ON `publication_plan` (`publish_at`);--> statement-breakpoint
CREATE TABLE `revision` (
	`id` integer PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` integer,
	FOREIGN KEY (`saved_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `revision_subject` ON `revision` (`subject`,`version`);--> statement-breakpoint
CREATE TABLE `withheld_source` (
	`source_id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`role` text,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `withheld_source_folded` ON `withheld_source` (`folded`);--> statement-breakpoint
CREATE TABLE `methodology_version` (
	`version` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`changed_by` integer,
	`why` text NOT NULL,
	`floors` text NOT NULL,
	FOREIGN KEY (`changed_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "methodology_version_why" CHECK(length(trim("methodology_version"."why")) > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `source_name` (
	`folded` text PRIMARY KEY NOT NULL,
	`source_id` integer NOT NULL,
	`name` text NOT NULL,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `source_name_source` ON `source_name` (`source_id`);--> statement-breakpoint
CREATE TABLE `source_note` (
	`id` integer PRIMARY KEY NOT NULL,
	`source_id` integer NOT NULL,
	`day` text NOT NULL,
	`reliability` text NOT NULL,
	`note` text NOT NULL,
	`at` integer NOT NULL,
	`written_by` integer,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`written_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "source_note_day" CHECK("day" glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date("day") = "day"),
	CONSTRAINT "source_note_reliability" CHECK("reliability" in ('A', 'B', 'C', 'D', 'E', 'F')),
	CONSTRAINT "source_note_text" CHECK(length(trim("source_note"."note")) > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `source_note_source` ON `source_note` (`source_id`,`day`);--> statement-breakpoint
CREATE TABLE `recovery_code` (
	`code_hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `recovery_code_account` ON `recovery_code` (`account_id`);--> statement-breakpoint
CREATE TABLE `second_step` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `second_step_account` ON `second_step` (`account_id`);--> statement-breakpoint
CREATE TABLE `totp` (
	`account_id` integer PRIMARY KEY NOT NULL,
	`secret` text NOT NULL,
	`made_at` integer NOT NULL,
	`confirmed_at` integer,
	`last_step` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
-- What was saved before stays as it was.
CREATE TRIGGER revision_stays BEFORE DELETE ON revision
BEGIN
  SELECT RAISE(ABORT, 'revision.stays');
END;
--> statement-breakpoint
CREATE TRIGGER revision_unchanged BEFORE UPDATE ON revision
BEGIN
  SELECT RAISE(ABORT, 'revision.stays');
END;
--> statement-breakpoint
CREATE TRIGGER methodology_version_stays BEFORE DELETE ON methodology_version
BEGIN
  SELECT RAISE(ABORT, 'methodology.stays');
END;
--> statement-breakpoint
CREATE TRIGGER methodology_version_unchanged BEFORE UPDATE ON methodology_version
BEGIN
  SELECT RAISE(ABORT, 'methodology.stays');
END;
--> statement-breakpoint
-- Readers are told of merged and split incidents, merged sources and withheld names too.
DROP INDEX audit_public_change;
--> statement-breakpoint
CREATE INDEX audit_public_change ON audit (id) WHERE content is not null and (action in ('incident.publish', 'incident.retract', 'incident.merge', 'incident.split', 'claim.retract', 'ruling.rule', 'ruling.revoke', 'source.amend', 'source.merge', 'source.withhold')
  or (action in ('incident.amend', 'claim.amend') and json_extract(content, '$.before.publication') = 'published'));
