CREATE TABLE `frozen_correction` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`content` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `release` (
	`id` integer PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`made_at` integer NOT NULL,
	`made_by` integer,
	`note` text,
	`revision` integer NOT NULL,
	`methodology` text NOT NULL,
	`audit_entries` integer NOT NULL,
	`audit_head` text NOT NULL,
	`contents` text NOT NULL,
	`changes` text,
	`files` text NOT NULL,
	FOREIGN KEY (`made_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "release_head" CHECK(length("release"."audit_head") = 64),
	CONSTRAINT "release_contents" CHECK(json_valid("release"."contents") and json_valid("release"."files") and json_valid(coalesce("release"."changes", '{}')))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `release_version` ON `release` (`version`);--> statement-breakpoint
ALTER TABLE `record` ADD `release_version` text;--> statement-breakpoint
-- A release says for ever what it said.
CREATE TRIGGER release_stays BEFORE DELETE ON release
BEGIN
  SELECT RAISE(ABORT, 'release.stays');
END;
--> statement-breakpoint
CREATE TRIGGER release_unchanged BEFORE UPDATE ON release
BEGIN
  SELECT RAISE(ABORT, 'release.stays');
END;
