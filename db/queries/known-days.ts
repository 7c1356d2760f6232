/** When something became public: the steps of "as known on". */
import { sql } from "drizzle-orm";
import { civilDateAt, isoInstant, nextPeriod, periodStart } from "@/domain/dates";
import type { Filter } from "@/domain/filter";
import type { ReadDb } from "../open";
import { incidentsOf } from "./filtered";
import { findRecord } from "./record";

/** Views of more incidents than this step by month: their claims are not looked through for a page. */
const MOST_INCIDENTS = 5_000;
const MOST_INSTANTS = 40;
const MOST_DAYS = 500;

/**
 * Values for `known` at which the view of a filter changed, oldest first: instants where there are few, else days, else the
 * beginnings of months. Days are those of the record's time zone.
 */
export function knownSteps(db: ReadDb, filter: Filter): string[] {
  const { timeZone } = findRecord(db);
  const incidents = incidentsOf({ ...filter, known: undefined }, timeZone);
  const now = db.now();
  const many = db.first<{ n: number }>(sql`
    select count(*) as n from (select 1 from incident i where ${incidents} limit ${MOST_INCIDENTS + 1})`)!.n;
  if (many <= MOST_INCIDENTS) {
    const rows = db.rows<{ at: number }>(sql`
      select distinct c.public_at as at from incident i
        join claim c on c.incident_id = i.id and c.publication = 'published' where ${incidents} and c.public_at <= ${now}`);
    const instants = rows.map(({ at }) => at).sort((a, b) => a - b);
    if (instants.length <= MOST_INSTANTS) return instants.map(isoInstant);
    const days = [...new Set(instants.map((at) => civilDateAt(at, timeZone)))];
    if (days.length <= MOST_DAYS) return days;
  }
  const months: string[] = [];
  const first = db.first<{ first: string | null }>(
    sql`select min(i.date_start) as first from incident i where ${incidents}`,
  )?.first;
  const today = civilDateAt(now, timeZone);
  if (first)
    for (let month = nextPeriod(periodStart(first, "month"), "month"); month <= today; month = nextPeriod(month, "month"))
      months.push(month);
  return months;
}
