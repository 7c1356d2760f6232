CREATE TABLE `account` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`password_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`disabled_at` integer,
	CONSTRAINT "account_role" CHECK("role" in ('recorder', 'editor', 'admin')),
	CONSTRAINT "account_email_lower" CHECK("account"."email" = lower("account"."email") and "account"."email" like '%_@_%')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_email` ON `account` (`email`);--> statement-breakpoint
CREATE TABLE `invitation` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	CONSTRAINT "invitation_role" CHECK("role" in ('recorder', 'editor', 'admin'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `session` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `session_account` ON `session` (`account_id`);--> statement-breakpoint
CREATE TABLE `submission` (
	`key` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `submission_at` ON `submission` (`at`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` integer PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`account_id` integer,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`content` text,
	`salt` text,
	`content_hash` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_subject` ON `audit` (`subject`,`id`);--> statement-breakpoint
CREATE TABLE `claim` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`recorded_no` integer NOT NULL,
	`incident_id` integer NOT NULL,
	`source_id` integer NOT NULL,
	`report_id` integer NOT NULL,
	`as_of` text,
	`stance` text NOT NULL,
	`attributed_to` text,
	`preliminary` integer DEFAULT false NOT NULL,
	`scope` text DEFAULT 'incident' NOT NULL,
	`repeats_id` integer,
	`quote` text,
	`quote_start` integer,
	`quote_end` integer,
	`status` text DEFAULT 'standing' NOT NULL,
	`status_at` text,
	`status_reason` text,
	`public_at` integer NOT NULL,
	`publication` text DEFAULT 'draft' NOT NULL,
	`note` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`edited_by` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`source_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`report_id`) REFERENCES `report`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`repeats_id`) REFERENCES `claim`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`edited_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "claim_stance" CHECK("stance" in ('asserts', 'denies', 'concedes')),
	CONSTRAINT "claim_preliminary" CHECK("preliminary" in (0, 1)),
	CONSTRAINT "claim_scope" CHECK("scope" in ('incident', 'wider', 'part')),
	CONSTRAINT "claim_repeats_another" CHECK("claim"."repeats_id" is null or "claim"."repeats_id" <> "claim"."id"),
	CONSTRAINT "claim_quote_span" CHECK(("claim"."quote_start" is null) = ("claim"."quote_end" is null) and ("claim"."quote_start" is null or "claim"."quote_end" > "claim"."quote_start")),
	CONSTRAINT "claim_status" CHECK("status" in ('standing', 'withdrawn', 'set_aside')),
	CONSTRAINT "claim_withdrawn_when" CHECK("claim"."status" <> 'withdrawn' or "claim"."status_at" is not null),
	CONSTRAINT "claim_set_aside_why" CHECK("claim"."status" <> 'set_aside' or "claim"."status_reason" is not null),
	CONSTRAINT "claim_publication" CHECK("publication" in ('draft', 'submitted', 'published', 'retracted'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `claim_code` ON `claim` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `claim_recorded_no` ON `claim` (`recorded_no`);--> statement-breakpoint
CREATE INDEX `claim_incident` ON `claim` (`incident_id`,`recorded_no`);--> statement-breakpoint
CREATE INDEX `claim_source` ON `claim` (`source_id`,`incident_id`);--> statement-breakpoint
CREATE INDEX `claim_report` ON `claim` (`report_id`);--> statement-breakpoint
CREATE INDEX `claim_repeats` ON `claim` (`repeats_id`);--> statement-breakpoint
CREATE TABLE `figure` (
	`claim_id` integer NOT NULL,
	`metric` text NOT NULL,
	`group` text NOT NULL,
	`scope` text NOT NULL,
	`qualifier` text NOT NULL,
	`low` integer,
	`high` integer,
	`best` integer,
	`word` text,
	PRIMARY KEY(`claim_id`, `metric`, `group`),
	FOREIGN KEY (`claim_id`) REFERENCES `claim`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "figure_metric" CHECK("metric" in ('killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "figure_group" CHECK("group" in ('all', 'civilians', 'combatants', 'children', 'women', 'men', 'unknown')),
	CONSTRAINT "figure_scope" CHECK("scope" in ('incident', 'wider', 'part')),
	CONSTRAINT "figure_qualifier" CHECK("qualifier" in ('exact', 'at_least', 'more_than', 'up_to', 'about', 'between', 'vague', 'none', 'unknown')),
	CONSTRAINT "figure_persons" CHECK(coalesce("figure"."low", 0) >= 0 and coalesce("figure"."high", 0) >= 0 and coalesce("figure"."best", 0) >= 0),
	CONSTRAINT "figure_low" CHECK(("figure"."low" is null) = ("figure"."qualifier" in ('up_to', 'vague', 'unknown'))),
	CONSTRAINT "figure_high" CHECK(("figure"."high" is null) = ("figure"."qualifier" in ('at_least', 'more_than', 'vague', 'unknown'))),
	CONSTRAINT "figure_low_not_above_high" CHECK("figure"."low" is null or "figure"."high" is null or "figure"."low" <= "figure"."high"),
	CONSTRAINT "figure_one_number" CHECK("figure"."qualifier" not in ('exact', 'about') or ("figure"."low" = "figure"."high" and "figure"."low" > 0)),
	CONSTRAINT "figure_none_is_zero" CHECK("figure"."qualifier" <> 'none' or ("figure"."low" = 0 and "figure"."high" = 0)),
	CONSTRAINT "figure_up_to_some" CHECK("figure"."qualifier" <> 'up_to' or "figure"."high" > 0),
	CONSTRAINT "figure_vague_has_word" CHECK("figure"."qualifier" <> 'vague' or "figure"."word" is not null),
	CONSTRAINT "figure_best_of_range" CHECK("figure"."best" is null or ("figure"."qualifier" = 'between' and "figure"."best" between "figure"."low" and "figure"."high"))
) STRICT;
--> statement-breakpoint
CREATE TABLE `estimate` (
	`incident_id` integer NOT NULL,
	`metric` text NOT NULL,
	`group` text NOT NULL,
	`known_from` integer NOT NULL,
	`known_until` integer,
	`state` text NOT NULL,
	`low` integer,
	`high` integer,
	`open` integer NOT NULL,
	`voices` integer NOT NULL,
	`best_majority` integer,
	`best_latest` integer,
	`best_lowest` integer,
	`best_highest` integer,
	`best_median` integer,
	`ruling_id` integer,
	`reason` text NOT NULL,
	PRIMARY KEY(`incident_id`, `metric`, `group`, `known_from`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`ruling_id`) REFERENCES `ruling`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "estimate_metric" CHECK("metric" in ('killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "estimate_group" CHECK("group" in ('all', 'civilians', 'combatants', 'children', 'women', 'men', 'unknown')),
	CONSTRAINT "estimate_state" CHECK("state" in ('figure', 'none', 'unknown', 'not_stated')),
	CONSTRAINT "estimate_open" CHECK("open" in (0, 1)),
	CONSTRAINT "estimate_period" CHECK("estimate"."known_until" is null or "estimate"."known_until" > "estimate"."known_from"),
	CONSTRAINT "estimate_missing_is_not_zero" CHECK(("estimate"."low" is null) = ("estimate"."state" in ('unknown', 'not_stated')) and ("estimate"."low" is null) = ("estimate"."high" is null) and ("estimate"."low" is null) = ("estimate"."best_majority" is null)),
	CONSTRAINT "estimate_order" CHECK("estimate"."low" is null or ("estimate"."low" <= "estimate"."best_majority" and "estimate"."best_majority" <= "estimate"."high"))
) STRICT;
--> statement-breakpoint
CREATE TABLE `ruling` (
	`id` integer PRIMARY KEY NOT NULL,
	`incident_id` integer NOT NULL,
	`metric` text NOT NULL,
	`group` text DEFAULT 'all' NOT NULL,
	`best` integer NOT NULL,
	`reason` text NOT NULL,
	`ruled_at` integer NOT NULL,
	`ruled_by` integer,
	`revoked_at` integer,
	`revoked_reason` text,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`ruled_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "ruling_metric" CHECK("metric" in ('killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "ruling_group" CHECK("group" in ('all', 'civilians', 'combatants', 'children', 'women', 'men', 'unknown')),
	CONSTRAINT "ruling_persons" CHECK("ruling"."best" >= 0),
	CONSTRAINT "ruling_reason" CHECK(length(trim("ruling"."reason")) > 0),
	CONSTRAINT "ruling_revoked_later" CHECK("ruling"."revoked_at" is null or "ruling"."revoked_at" >= "ruling"."ruled_at")
) STRICT;
--> statement-breakpoint
CREATE INDEX `ruling_incident` ON `ruling` (`incident_id`);--> statement-breakpoint
CREATE TABLE `incident` (
	`id` integer PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`title` text NOT NULL,
	`date_start` text NOT NULL,
	`date_end` text,
	`date_precision` text NOT NULL,
	`place_id` integer,
	`latitude` real,
	`longitude` real,
	`location_precision` text NOT NULL,
	`attack_type` text NOT NULL,
	`target` text,
	`counted` integer DEFAULT true NOT NULL,
	`part_of_id` integer,
	`publication` text DEFAULT 'draft' NOT NULL,
	`publication_reason` text,
	`note` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`edited_by` integer,
	`first_public_at` integer,
	`last_public_at` integer,
	FOREIGN KEY (`place_id`) REFERENCES `place`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`part_of_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`edited_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "incident_title" CHECK(length(trim("incident"."title")) > 0),
	CONSTRAINT "incident_date_start" CHECK("date_start" glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date("date_start") = "date_start"),
	CONSTRAINT "incident_date_end" CHECK("incident"."date_end" is null or ("date_end" glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' and date("date_end") = "date_end" and "incident"."date_end" >= "incident"."date_start")),
	CONSTRAINT "incident_date_precision" CHECK("date_precision" in ('day', 'days', 'week', 'month', 'year')),
	CONSTRAINT "incident_latitude" CHECK("incident"."latitude" is null or "incident"."latitude" between -90 and 90),
	CONSTRAINT "incident_longitude" CHECK("incident"."longitude" is null or "incident"."longitude" between -180 and 180),
	CONSTRAINT "incident_coordinates" CHECK(("incident"."latitude" is null) = ("incident"."longitude" is null)),
	CONSTRAINT "incident_location_precision" CHECK("location_precision" in ('exact', 'neighbourhood', 'settlement', 'district', 'region', 'country', 'sea')),
	CONSTRAINT "incident_city_has_place" CHECK("incident"."place_id" is not null or "incident"."location_precision" not in ('exact', 'neighbourhood', 'settlement')),
	CONSTRAINT "incident_attack_type" CHECK("attack_type" in ('missile_strike', 'airstrike', 'rocket_artillery', 'shelling', 'drone', 'ground_attack', 'small_arms', 'mine_or_remnant', 'other', 'unknown')),
	CONSTRAINT "incident_counted" CHECK("counted" in (0, 1)),
	CONSTRAINT "incident_not_its_own_part" CHECK("incident"."part_of_id" is null or "incident"."part_of_id" <> "incident"."id"),
	CONSTRAINT "incident_publication" CHECK("publication" in ('draft', 'submitted', 'published', 'retracted')),
	CONSTRAINT "incident_retracted_with_reason" CHECK("incident"."publication" <> 'retracted' or "incident"."publication_reason" is not null)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `incident_code` ON `incident` (`code`);--> statement-breakpoint
CREATE INDEX `incident_newest` ON `incident` (`publication`,`date_start`,`id`);--> statement-breakpoint
CREATE INDEX `incident_place` ON `incident` (`place_id`,`date_start`);--> statement-breakpoint
CREATE INDEX `incident_part_of` ON `incident` (`part_of_id`);--> statement-breakpoint
CREATE TABLE `incident_external_id` (
	`incident_id` integer NOT NULL,
	`scheme` text NOT NULL,
	`value` text NOT NULL,
	PRIMARY KEY(`scheme`, `value`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `incident_external_id_incident` ON `incident_external_id` (`incident_id`);--> statement-breakpoint
CREATE TABLE `place` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`name_local` text,
	`country` text NOT NULL,
	`admin1` text,
	`admin1_pcode` text,
	`admin2` text,
	`admin2_pcode` text,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`population` integer,
	`geonames_id` integer,
	CONSTRAINT "place_country" CHECK(length("place"."country") = 2 and upper("place"."country") = "place"."country"),
	CONSTRAINT "place_latitude" CHECK("place"."latitude" between -90 and 90),
	CONSTRAINT "place_longitude" CHECK("place"."longitude" between -180 and 180)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `place_slug` ON `place` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `place_geonames_id` ON `place` (`geonames_id`);--> statement-breakpoint
CREATE TABLE `place_name` (
	`place_id` integer NOT NULL,
	`folded` text NOT NULL,
	PRIMARY KEY(`place_id`, `folded`),
	FOREIGN KEY (`place_id`) REFERENCES `place`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
CREATE INDEX `place_name_folded` ON `place_name` (`folded`,`place_id`);--> statement-breakpoint
CREATE TABLE `record` (
	`id` integer PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`title_uk` text,
	`description` text DEFAULT '' NOT NULL,
	`description_uk` text,
	`countries` text NOT NULL,
	`first_day` text,
	`time_zone` text NOT NULL,
	`licence` text DEFAULT '' NOT NULL,
	`contact` text DEFAULT '' NOT NULL,
	`code_prefix` text NOT NULL,
	`default_policy` text DEFAULT 'majority' NOT NULL,
	`is_demo` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`changed_at` integer,
	`next_incident_no` integer DEFAULT 1 NOT NULL,
	`next_claim_no` integer DEFAULT 1 NOT NULL,
	CONSTRAINT "record_one_row" CHECK("record"."id" = 1),
	CONSTRAINT "record_policy" CHECK("default_policy" in ('majority', 'latest', 'lowest', 'highest', 'median')),
	CONSTRAINT "record_is_demo" CHECK("is_demo" in (0, 1))
) STRICT;
--> statement-breakpoint
CREATE TABLE `report` (
	`id` integer PRIMARY KEY NOT NULL,
	`publisher` text NOT NULL,
	`url` text,
	`archive_url` text,
	`title` text,
	`language` text,
	`published_at` text,
	`retrieved_at` text NOT NULL,
	`text` text,
	`text_sha256` text,
	CONSTRAINT "report_text_has_hash" CHECK(("report"."text" is null) = ("report"."text_sha256" is null)),
	CONSTRAINT "report_url_is_web" CHECK("report"."url" is null or "report"."url" like 'http://%' or "report"."url" like 'https://%'),
	CONSTRAINT "report_archive_url_is_web" CHECK("report"."archive_url" is null or "report"."archive_url" like 'http://%' or "report"."archive_url" like 'https://%')
) STRICT;
--> statement-breakpoint
CREATE INDEX `report_url` ON `report` (`url`);--> statement-breakpoint
CREATE TABLE `source` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`folded` text NOT NULL,
	`kind` text NOT NULL,
	`role` text,
	`party` text,
	`voice_id` integer,
	FOREIGN KEY (`voice_id`) REFERENCES `source`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "source_kind" CHECK("kind" in ('emergency_service', 'national_government', 'local_government', 'military', 'police', 'prosecutor', 'hospital', 'international_organisation', 'ngo', 'media', 'occupation_authority', 'witness', 'other'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `source_slug` ON `source` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `source_folded` ON `source` (`folded`);--> statement-breakpoint
CREATE INDEX `source_voice` ON `source` (`voice_id`);