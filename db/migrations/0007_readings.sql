CREATE TABLE `claim_span` (
	`claim_id` integer NOT NULL,
	`part` text NOT NULL,
	`start` integer NOT NULL,
	`end` integer NOT NULL,
	PRIMARY KEY(`claim_id`, `part`, `start`),
	FOREIGN KEY (`claim_id`) REFERENCES `claim`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "claim_span_part" CHECK("part" in ('sentence', 'claimant', 'date', 'place', 'attack', 'killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "claim_span_order" CHECK("claim_span"."start" >= 0 and "claim_span"."end" > "claim_span"."start")
) STRICT;
--> statement-breakpoint
CREATE TABLE `reading` (
	`report_id` integer PRIMARY KEY NOT NULL,
	`place` text,
	`read_by` integer,
	`read_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`report_id`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`read_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `reading_open` ON `reading` (`read_at`) WHERE "reading"."closed_at" is null;--> statement-breakpoint
CREATE INDEX `report_text` ON `report` (`text_sha256`) WHERE "report"."text_sha256" is not null;