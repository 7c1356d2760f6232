CREATE TABLE `estimate_change` (
	`measure` text NOT NULL,
	`group` text NOT NULL,
	`bucket` integer NOT NULL,
	`month` integer NOT NULL,
	`at` integer NOT NULL,
	`incident_id` integer NOT NULL,
	`city` integer NOT NULL,
	`attack` text NOT NULL,
	`shown_by` text NOT NULL,
	`n` integer NOT NULL,
	`low` integer NOT NULL,
	`high` integer NOT NULL,
	`open` integer NOT NULL,
	`best_majority` integer NOT NULL,
	`best_latest` integer NOT NULL,
	`best_lowest` integer NOT NULL,
	`best_highest` integer NOT NULL,
	`best_median` integer NOT NULL,
	PRIMARY KEY(`measure`, `group`, `bucket`, `month`, `at`, `incident_id`),
	FOREIGN KEY (`incident_id`) REFERENCES `incident`(`id`) ON UPDATE no action ON DELETE restrict,
	CONSTRAINT "estimate_change_measure" CHECK("measure" in ('counted', 'uncounted', 'killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "estimate_change_group" CHECK("group" in ('all', 'civilians', 'combatants', 'children', 'women', 'men', 'unknown'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `estimate_change_incident` ON `estimate_change` (`incident_id`);--> statement-breakpoint
CREATE TABLE `rollup` (
	`measure` text NOT NULL,
	`group` text NOT NULL,
	`attack` text NOT NULL,
	`shown_by` text NOT NULL,
	`city` integer NOT NULL,
	`period` integer NOT NULL,
	`n` integer NOT NULL,
	`low` integer NOT NULL,
	`high` integer NOT NULL,
	`open` integer NOT NULL,
	`best_majority` integer NOT NULL,
	`best_latest` integer NOT NULL,
	`best_lowest` integer NOT NULL,
	`best_highest` integer NOT NULL,
	`best_median` integer NOT NULL,
	PRIMARY KEY(`measure`, `group`, `attack`, `shown_by`, `city`, `period`),
	CONSTRAINT "rollup_measure" CHECK("measure" in ('counted', 'uncounted', 'killed', 'wounded', 'missing', 'casualties')),
	CONSTRAINT "rollup_group" CHECK("group" in ('all', 'civilians', 'combatants', 'children', 'women', 'men', 'unknown'))
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `incident_newest`;--> statement-breakpoint
DROP INDEX `incident_place`;--> statement-breakpoint
CREATE INDEX `incident_attack` ON `incident` (`attack_type`,`date_start`,`id`);--> statement-breakpoint
CREATE INDEX `incident_newest` ON `incident` (`publication`,`date_start`,`id`,`first_public_at`,`attack_type`,`place_id`,`location_precision`,`counted`,`date_precision`);--> statement-breakpoint
CREATE INDEX `incident_place` ON `incident` (`place_id`,`date_start`,`id`);--> statement-breakpoint
-- Fills both from the estimates that are there.
insert into estimate_change (measure, "group", bucket, month, at, incident_id, city, attack, shown_by, n, low, high, open, best_majority, best_latest, best_lowest, best_highest, best_median)
with key as (
  select id, substr(date_start, 1, 4) * 100 + substr(date_start, 6, 2) as month, case when location_precision in ('exact', 'neighbourhood', 'settlement') then place_id else 0 end as city, attack_type as attack,
         iif(date_precision = 'year', 'year', 'month') as shown_by, counted, first_public_at
    from incident where publication = 'published' and first_public_at is not null
), change as (
  select id as incident_id, iif(counted, 'counted', 'uncounted') as measure, 'all' as "group", first_public_at as at,
         1 as n, 0 as low, 0 as high, 0 as open, 0 as best_majority, 0 as best_latest, 0 as best_lowest, 0 as best_highest, 0 as best_median
    from key
  union all
  select incident_id, metric, "group", known_from, (low is not null) - coalesce(lag((low is not null)) over history, 0) as n, coalesce(low, 0) - coalesce(lag(coalesce(low, 0)) over history, 0) as low, coalesce(high, 0) - coalesce(lag(coalesce(high, 0)) over history, 0) as high, coalesce(open, 0) - coalesce(lag(coalesce(open, 0)) over history, 0) as open, coalesce(best_majority, 0) - coalesce(lag(coalesce(best_majority, 0)) over history, 0) as best_majority, coalesce(best_latest, 0) - coalesce(lag(coalesce(best_latest, 0)) over history, 0) as best_latest, coalesce(best_lowest, 0) - coalesce(lag(coalesce(best_lowest, 0)) over history, 0) as best_lowest, coalesce(best_highest, 0) - coalesce(lag(coalesce(best_highest, 0)) over history, 0) as best_highest, coalesce(best_median, 0) - coalesce(lag(coalesce(best_median, 0)) over history, 0) as best_median
    from estimate where incident_id in (select id from key where counted = 1)
  window history as (partition by incident_id, metric, "group" order by known_from)
)
select c.measure, c."group", case when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 64 then 7 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 32 then 6 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 16 then 5 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 8 then 4 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 4 then 3 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 2 then 2 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 1 then 1 when (strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100) >= 0 then 0 else -1 end, k.month, c.at, c.incident_id, k.city, k.attack, k.shown_by, c.n, c.low, c.high, c.open, c.best_majority, c.best_latest, c.best_lowest, c.best_highest, c.best_median
  from change c join key k on k.id = c.incident_id
 where c.n <> 0 or c.low <> 0 or c.high <> 0 or c.open <> 0 or c.best_majority <> 0 or c.best_latest <> 0 or c.best_lowest <> 0 or c.best_highest <> 0 or c.best_median <> 0
 order by 1, 2, 3, 4, 5, 6;
--> statement-breakpoint
insert into rollup (measure, "group", attack, shown_by, city, period, n, low, high, open, best_majority, best_latest, best_lowest, best_highest, best_median)
select measure, "group", attack, shown_by, city, month, sum(n), sum(low), sum(high), sum(open), sum(best_majority), sum(best_latest), sum(best_lowest), sum(best_highest), sum(best_median) from estimate_change group by 1, 2, 3, 4, 5, 6 having sum(n) > 0;
--> statement-breakpoint
insert into rollup (measure, "group", attack, shown_by, city, period, n, low, high, open, best_majority, best_latest, best_lowest, best_highest, best_median)
select measure, "group", 'every', shown_by, city, period, sum(n), sum(low), sum(high), sum(open), sum(best_majority), sum(best_latest), sum(best_lowest), sum(best_highest), sum(best_median) from rollup group by 1, 2, 4, 5, 6;
--> statement-breakpoint
insert into rollup (measure, "group", attack, shown_by, city, period, n, low, high, open, best_majority, best_latest, best_lowest, best_highest, best_median)
select measure, "group", attack, shown_by, -1, period, sum(n), sum(low), sum(high), sum(open), sum(best_majority), sum(best_latest), sum(best_lowest), sum(best_highest), sum(best_median) from rollup group by 1, 2, 3, 4, 6;
--> statement-breakpoint
insert into rollup (measure, "group", attack, shown_by, city, period, n, low, high, open, best_majority, best_latest, best_lowest, best_highest, best_median)
select measure, "group", attack, 'year', city, period / 100, sum(n), sum(low), sum(high), sum(open), sum(best_majority), sum(best_latest), sum(best_lowest), sum(best_highest), sum(best_median) from rollup group by 1, 2, 3, 5, 6;
