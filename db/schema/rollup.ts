/**
 * Sums, derived and kept by the transaction that changes an incident's estimates (docs/decisions/0013). Both tables are
 * WITHOUT ROWID: their primary key is the order in which they are read.
 */
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { INCIDENT_MEASURES } from "@/domain/rollup";
import { ATTACK_TYPES, GROUPS, METRICS } from "@/domain/vocabulary";
import { instant, inWords, word } from "./columns";
import { incident } from "./incident";

const MEASURES = [...INCIDENT_MEASURES, ...METRICS] as const;
/** Attacks of a rollup row: one kind, or every kind together. */
const ATTACKS = ["every", ...ATTACK_TYPES] as const;
/** The period in which a row is shown; year in a month's row: the date is known to the year only. */
const SHOWN_BY = ["month", "year"] as const;

const amounts = () => ({
  n: integer("n").notNull(),
  low: integer("low").notNull(),
  high: integer("high").notNull(),
  open: integer("open").notNull(),
  bestMajority: integer("best_majority").notNull(),
  bestLatest: integer("best_latest").notNull(),
  bestLowest: integer("best_lowest").notNull(),
  bestHighest: integer("best_highest").notNull(),
  bestMedian: integer("best_median").notNull(),
});

const sums = () => ({
  measure: word("measure", MEASURES).notNull(),
  group: word("group", GROUPS).notNull(),
  attack: text("attack", { enum: ATTACKS }).notNull(),
  shownBy: text("shown_by", { enum: SHOWN_BY }).notNull(),
  /** A place's id; 0: in no city; -1: everywhere. */
  city: integer("city").notNull(),
  /** A month as YYYYMM or a year as YYYY. */
  period: integer("period").notNull(),
  ...amounts(),
});

/** Today's sums of published incidents; a row exists where n is above 0. */
export const rollup = sqliteTable("rollup", sums(), (t) => [
  primaryKey({ columns: [t.measure, t.group, t.attack, t.shownBy, t.city, t.period] }),
  check("rollup_measure", inWords(t.measure, MEASURES)),
  check("rollup_group", inWords(t.group, GROUPS)),
]);

/** What an import that is seen since a moment adds to them, until it is added a few rows at a time (db/rollup-added.ts). */
export const rollupAdded = sqliteTable("rollup_added", sums(), (t) => [
  primaryKey({ columns: [t.measure, t.group, t.attack, t.shownBy, t.city, t.period] }),
  check("rollup_added_measure", inWords(t.measure, MEASURES)),
  check("rollup_added_group", inWords(t.group, GROUPS)),
]);

/** How each incident's part in the sums changed, and when it became known. */
export const estimateChange = sqliteTable(
  "estimate_change",
  {
    measure: word("measure", MEASURES).notNull(),
    group: word("group", GROUPS).notNull(),
    /** How long after the incident the change came, see BUCKETS of domain/rollup. */
    bucket: integer("bucket").notNull(),
    /** The incident's month, YYYYMM. */
    month: integer("month").notNull(),
    at: instant("at").notNull(),
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    city: integer("city").notNull(),
    attack: word("attack", ATTACK_TYPES).notNull(),
    shownBy: text("shown_by", { enum: SHOWN_BY }).notNull(),
    ...amounts(),
  },
  (t) => [
    primaryKey({ columns: [t.measure, t.group, t.bucket, t.month, t.at, t.incidentId] }),
    index("estimate_change_incident").on(t.incidentId), // taking an incident's old part away
    check("estimate_change_measure", inWords(t.measure, MEASURES)),
    check("estimate_change_group", inWords(t.group, GROUPS)),
  ],
);
