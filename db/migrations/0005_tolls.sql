CREATE TABLE `incident_toll` (
	`incident_id` integer PRIMARY KEY NOT NULL,
	`claims` integer NOT NULL,
	`killed_state` text NOT NULL,
	`killed_low` integer,
	`killed_high` integer,
	`killed_open` integer NOT NULL,
	`killed_voices` integer NOT NULL,
	`killed_majority` integer,
	`killed_latest` integer,
	`killed_lowest` integer,
	`killed_highest` integer,
	`killed_median` integer,
	`wounded_state` text NOT NULL,
	`wounded_low` integer,
	`wounded_high` integer,
	`wounded_open` integer NOT NULL,
	`wounded_voices` integer NOT NULL,
	`wounded_majority` integer,
	`wounded_latest` integer,
	`wounded_lowest` integer,
	`wounded_highest` integer,
	`wounded_median` integer,
	`missing_state` text NOT NULL,
	`missing_low` integer,
	`missing_high` integer,
	`missing_open` integer NOT NULL,
	`missing_voices` integer NOT NULL,
	`missing_majority` integer,
	`missing_latest` integer,
	`missing_lowest` integer,
	`missing_highest` integer,
	`missing_median` integer,
	`casualties_state` text NOT NULL,
	`casualties_low` integer,
	`casualties_high` integer,
	`casualties_open` integer NOT NULL,
	`casualties_voices` integer NOT NULL,
	`casualties_majority` integer,
	`casualties_latest` integer,
	`casualties_lowest` integer,
	`casualties_highest` integer,
	`casualties_median` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "incident_toll_killed" CHECK("killed_state" in ('figure', 'none', 'unknown', 'not_stated')),
	CONSTRAINT "incident_toll_wounded" CHECK("wounded_state" in ('figure', 'none', 'unknown', 'not_stated')),
	CONSTRAINT "incident_toll_missing" CHECK("missing_state" in ('figure', 'none', 'unknown', 'not_stated')),
	CONSTRAINT "incident_toll_casualties" CHECK("casualties_state" in ('figure', 'none', 'unknown', 'not_stated')),
	CONSTRAINT "incident_toll_killed_open" CHECK("killed_open" in (0, 1)),
	CONSTRAINT "incident_toll_wounded_open" CHECK("wounded_open" in (0, 1)),
	CONSTRAINT "incident_toll_missing_open" CHECK("missing_open" in (0, 1)),
	CONSTRAINT "incident_toll_casualties_open" CHECK("casualties_open" in (0, 1))
) STRICT;
--> statement-breakpoint
-- Fills it from the estimates that are there.
insert into incident_toll (incident_id, claims, killed_state, killed_low, killed_high, killed_open, killed_voices, killed_majority, killed_latest, killed_lowest, killed_highest, killed_median, wounded_state, wounded_low, wounded_high, wounded_open, wounded_voices, wounded_majority, wounded_latest, wounded_lowest, wounded_highest, wounded_median, missing_state, missing_low, missing_high, missing_open, missing_voices, missing_majority, missing_latest, missing_lowest, missing_highest, missing_median, casualties_state, casualties_low, casualties_high, casualties_open, casualties_voices, casualties_majority, casualties_latest, casualties_lowest, casualties_highest, casualties_median)
select i.id, (select count(*) from claim c where c.incident_id = i.id and c.publication = 'published'),
       coalesce(killed.state, 'not_stated'), killed.low, killed.high, coalesce(killed.open, 0), coalesce(killed.voices, 0), killed.best_majority, killed.best_latest, killed.best_lowest, killed.best_highest, killed.best_median, coalesce(wounded.state, 'not_stated'), wounded.low, wounded.high, coalesce(wounded.open, 0), coalesce(wounded.voices, 0), wounded.best_majority, wounded.best_latest, wounded.best_lowest, wounded.best_highest, wounded.best_median, coalesce(missing.state, 'not_stated'), missing.low, missing.high, coalesce(missing.open, 0), coalesce(missing.voices, 0), missing.best_majority, missing.best_latest, missing.best_lowest, missing.best_highest, missing.best_median, coalesce(casualties.state, 'not_stated'), casualties.low, casualties.high, coalesce(casualties.open, 0), coalesce(casualties.voices, 0), casualties.best_majority, casualties.best_latest, casualties.best_lowest, casualties.best_highest, casualties.best_median
  from incident i
  left join estimate killed on killed.incident_id = i.id and killed.metric = 'killed' and killed."group" = 'all' and killed.known_until is null
  left join estimate wounded on wounded.incident_id = i.id and wounded.metric = 'wounded' and wounded."group" = 'all' and wounded.known_until is null
  left join estimate missing on missing.incident_id = i.id and missing.metric = 'missing' and missing."group" = 'all' and missing.known_until is null
  left join estimate casualties on casualties.incident_id = i.id and casualties.metric = 'casualties' and casualties."group" = 'all' and casualties.known_until is null
 where i.publication = 'published' and i.first_public_at is not null
 order by i.id;
