DROP INDEX `incident_part_of`;--> statement-breakpoint
CREATE INDEX `incident_part_of` ON `incident` (`part_of_id`) WHERE "incident"."part_of_id" is not null;