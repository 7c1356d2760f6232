/** Starting a record and changing its settings. */
import { eq, sql } from "drizzle-orm";
import { publicAt } from "@/domain/estimate";
import { RecordInput } from "@/domain/record";
import type { Db, Tx } from "../open";
import { hasRecord } from "../queries/record";
import { Refused } from "../refused";
import { claim, record } from "../schema";
import type { Actor } from "./actor";
import { write } from "./write";

/**
 * Makes the record's row of settings, which every other write needs; so it goes past `write`, which would look for it.
 * Throws Refused where there is one already.
 */
export function createRecord(db: Db, input: RecordInput, { isDemo = false }: { isDemo?: boolean } = {}): void {
  const columns = columnsOf(input);
  db.transaction((tx) => {
    if (hasRecord(tx)) throw new Refused("record.exists");
    tx.insert(record)
      .values({ id: 1, ...columns, isDemo, changedAt: tx.now() })
      .run();
  });
}

/** Changes the settings; an admin's act. Another time zone reads every date anew, so all estimates are rebuilt. */
export function amendRecord(db: Db, actor: Actor, input: RecordInput): void {
  const columns = columnsOf(input);
  write(db, actor, "admin", (tx) => {
    const before = tx.select().from(record).get();
    if (!before) throw new Refused("record.missing");
    tx.update(record)
      .set({ ...columns, changedAt: tx.now() })
      .run();
    if (before.timeZone !== columns.timeZone) restateInstants(tx, columns.timeZone);
    const incidents =
      before.timeZone === columns.timeZone ? [] : tx.rows<{ id: number }>(sql`select id from incident`).map((row) => row.id);
    return {
      result: undefined,
      audit: { action: "record.amend", subject: "record", before, after: columns },
      incidents,
      visible: true,
    };
  });
}

function columnsOf(input: RecordInput) {
  const { countries, ...columns } = RecordInput.parse(input);
  return { ...columns, countries: [...new Set(countries)].join(" ") };
}

/** Dates without a clock end at another instant in another time zone: when each claim was public follows. */
function restateInstants(tx: Tx, timeZone: string): void {
  const claims = tx.rows<{ id: number; publishedAt: string | null; asOf: string | null; retrievedAt: string }>(sql`
    select c.id, r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt
      from claim c join report r on r.id = c.report_id`);
  for (const { id, ...times } of claims) {
    tx.update(claim)
      .set({ publicAt: publicAt(times, timeZone) })
      .where(eq(claim.id, id))
      .run();
  }
}
