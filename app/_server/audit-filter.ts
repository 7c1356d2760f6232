/** The audit log's filter, from an address. */
import { findRecord } from "@/db/queries/record";
import type { AuditFilter } from "@/db/queries/audit";
import type { ReadDb } from "@/db/open";
import { CivilDateInput, instantOf } from "@/domain/dates";

/** Names of the address's parameters. */
export const AUDIT_PARAMETERS = ["action", "person", "subject", "from", "to"] as const;

/** The filter, and whether a date in it could not be read and was left out. Dates are days of the record's time zone. */
export function auditFilterOf(db: ReadDb, query: URLSearchParams): { filter: AuditFilter; badDate: boolean } {
  const { timeZone } = findRecord(db);
  const text = (name: (typeof AUDIT_PARAMETERS)[number]) => query.get(name)?.trim().slice(0, 200) || null;
  const [from, to] = [text("from"), text("to")];
  const isDay = (day: string | null) => day !== null && CivilDateInput.safeParse(day).success;
  return {
    filter: {
      action: text("action"),
      person: text("person"),
      subject: text("subject"),
      from: isDay(from) ? instantOf(`${from}T00:00`, timeZone) : null,
      // A civil date stands for its last second.
      until: isDay(to) ? instantOf(to!, timeZone) + 1000 : null,
    },
    badDate: [from, to].some((day) => day !== null && !isDay(day)),
  };
}
