/** Whether something is to be published by now. */
import { sql } from "drizzle-orm";
import type { ReadDb } from "../open";

export function isPublicationDue(db: ReadDb): boolean {
  return db.first(sql`select 1 from publication_plan where publish_at <= ${db.now()} limit 1`) !== undefined;
}
