/** What an amended claim keeps of the text that it was taken from. */
import { eq, sql } from "drizzle-orm";
import type { Tx } from "../open";
import { claim, reading, report } from "../schema";

type Row = typeof claim.$inferSelect;

/** Corrected words are quoted from where they stand now, if they stand in the text at all; a corrected report keeps the text. */
export function keepTiesToText(tx: Tx, before: Row): void {
  const now = tx.select().from(claim).where(eq(claim.id, before.id)).get()!;
  const isTaken = tx.first(sql`select 1 from claim_span where claim_id = ${now.id} limit 1`) !== undefined;
  if (isTaken && now.reportId !== before.reportId) carryText(tx, before.reportId, now.reportId);
  if (now.quote === before.quote) return;
  const text = tx.select({ text: report.text }).from(report).where(eq(report.id, now.reportId)).get()?.text ?? null;
  const at = text === null || now.quote === null ? -1 : text.indexOf(now.quote);
  tx.update(claim)
    .set({ quoteStart: at < 0 ? null : at, quoteEnd: at < 0 ? null : at + now.quote!.length })
    .where(eq(claim.id, now.id))
    .run();
}

function carryText(tx: Tx, from: number, to: number): void {
  const [old, made] = [from, to].map((id) => tx.select().from(report).where(eq(report.id, id)).get()!) as [
    typeof report.$inferSelect,
    typeof report.$inferSelect,
  ];
  const read = tx.select().from(reading).where(eq(reading.reportId, from)).get();
  if (old.text === null || made.text !== null || !read) return;
  tx.update(report).set({ text: old.text, textSha256: old.textSha256 }).where(eq(report.id, to)).run();
  tx.insert(reading)
    .values({ ...read, reportId: to })
    .run();
}
