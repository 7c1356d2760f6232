/** Redactions that were asked for and wait for a second person; they are read out of the audit log itself. */
import { sql } from "drizzle-orm";
import type { ReadDb } from "../open";

export interface OpenRedaction {
  no: number;
  /** Who asked. */
  accountId: number;
  by: string;
  at: number;
  entries: number[];
  reason: string;
}

interface Row {
  subject: string;
  accountId: number;
  by: string;
  at: number;
  content: string;
}

const OPEN = sql.raw(`
  select a.subject, a.account_id as accountId, a.actor as by, a.at, a.content from audit a
   where a.subject > 'redaction ' and a.subject < 'redaction!' and a.action = 'audit.ask_redaction'
     and not exists (select 1 from audit b where b.subject = a.subject and b.id > a.id)`);

/** Redactions that wait, the oldest first. */
export function listRedactions(db: ReadDb): OpenRedaction[] {
  return db.rows<Row>(sql`${OPEN} order by a.id`).map(redactionOf);
}

/** The redaction that waits under this number, or null. */
export function findRedaction(db: ReadDb, no: number): OpenRedaction | null {
  const row = db.first<Row>(sql`${OPEN} and a.subject = ${`redaction ${no}`}`);
  return row ? redactionOf(row) : null;
}

function redactionOf({ subject, content, ...row }: Row): OpenRedaction {
  const { after, why } = JSON.parse(content) as { after: { entries: number[] }; why: string };
  return { ...row, no: Number(subject.split(" ")[1]), entries: after.entries, reason: why };
}
