CREATE INDEX `incident_toll_killed_majority` ON `incident_toll` (`killed_majority`);--> statement-breakpoint
CREATE INDEX `incident_toll_killed_latest` ON `incident_toll` (`killed_latest`);--> statement-breakpoint
CREATE INDEX `incident_toll_killed_lowest` ON `incident_toll` (`killed_lowest`);--> statement-breakpoint
CREATE INDEX `incident_toll_killed_highest` ON `incident_toll` (`killed_highest`);--> statement-breakpoint
CREATE INDEX `incident_toll_killed_median` ON `incident_toll` (`killed_median`);--> statement-breakpoint
CREATE INDEX `incident_toll_wounded_majority` ON `incident_toll` (`wounded_majority`);--> statement-breakpoint
CREATE INDEX `incident_toll_wounded_latest` ON `incident_toll` (`wounded_latest`);--> statement-breakpoint
CREATE INDEX `incident_toll_wounded_lowest` ON `incident_toll` (`wounded_lowest`);--> statement-breakpoint
CREATE INDEX `incident_toll_wounded_highest` ON `incident_toll` (`wounded_highest`);--> statement-breakpoint
CREATE INDEX `incident_toll_wounded_median` ON `incident_toll` (`wounded_median`);