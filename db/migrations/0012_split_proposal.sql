CREATE TABLE `split_proposal` (
	`incident_id` integer PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`content` text NOT NULL,
	`proposed_at` integer NOT NULL,
	`proposed_by` integer NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	FOREIGN KEY (`proposed_by`) REFERENCES `account`(`id`) ON UPDATE no action ON DELETE restrict
) STRICT;
--> statement-breakpoint
-- Readers are told of changed settings, of changed floors of vague words and of imported rulings too.
DROP INDEX audit_public_change;
--> statement-breakpoint
CREATE INDEX audit_public_change ON audit (id) WHERE content is not null and (action in ('incident.publish', 'incident.retract', 'incident.merge', 'incident.split', 'claim.retract', 'ruling.rule', 'ruling.revoke', 'ruling.import', 'source.amend', 'source.merge', 'source.withhold', 'methodology.amend', 'record.amend')
  or (action in ('incident.amend', 'claim.amend') and json_extract(content, '$.before.publication') = 'published'));
