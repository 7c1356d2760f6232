/** Texts that were read at the desk, and the words of each from which a claim was taken. Never public. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { SPAN_PARTS } from "@/domain/reading/candidate";
import { account } from "./account";
import { claim } from "./claim";
import { instant, inWords, word } from "./columns";
import { report } from "./report";

/** A report whose captured text somebody reads for its claims; the text itself stands in the report. */
export const reading = sqliteTable(
  "reading",
  {
    reportId: integer("report_id")
      .primaryKey()
      .references(() => report.id, { onDelete: "restrict" }),
    /** The place to assume where the text names none. */
    place: text("place"),
    readBy: integer("read_by").references(() => account.id, { onDelete: "restrict" }),
    readAt: instant("read_at").notNull(),
    /** When somebody said that nothing more is to be taken from it. */
    closedAt: instant("closed_at"),
  },
  (t) => [
    index("reading_open")
      .on(t.readAt)
      .where(sql`${t.closedAt} is null`),
  ], // the texts that wait
);

/** The words of its report's text that a claim was read from: offsets [start, end) in UTF-16 units. */
export const claimSpan = sqliteTable(
  "claim_span",
  {
    claimId: integer("claim_id")
      .notNull()
      .references(() => claim.id, { onDelete: "restrict" }),
    part: word("part", SPAN_PARTS).notNull(),
    start: integer("start").notNull(),
    end: integer("end").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.claimId, t.part, t.start] }),
    check("claim_span_part", inWords(t.part, SPAN_PARTS)),
    check("claim_span_order", sql`${t.start} >= 0 and ${t.end} > ${t.start}`),
  ],
);
