/** The record's civil date of today. */
import type { readDb } from "@/app/_server/database";
import { findRecord } from "@/db/queries/record";
import { civilDateAt } from "@/domain/dates";

export function today(db: ReturnType<typeof readDb>): string {
  return civilDateAt(db.now(), findRecord(db).timeZone);
}
