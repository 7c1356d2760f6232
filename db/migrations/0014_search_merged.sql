-- Segments of the search index are put together beside the saves (db/checkpoints.ts), not by every fifteenth of them; a save does it
-- itself only where nobody has for long.
INSERT INTO incident_search (incident_search, rank) VALUES ('automerge', 0);
--> statement-breakpoint
INSERT INTO incident_search (incident_search, rank) VALUES ('crisismerge', 64);
