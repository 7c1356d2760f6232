/** Estimates, derived and never typed in: a row per period of public knowledge, written with the change that made it. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { FIGURE_STATES, GROUPS, METRICS } from "@/domain/vocabulary";
import { account } from "./account";
import { flag, instant, inWords, isFlag, word } from "./columns";
import { incident } from "./incident";

export const ruling = sqliteTable(
  "ruling",
  {
    id: integer("id").primaryKey(),
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    metric: word("metric", METRICS).notNull(),
    group: word("group", GROUPS).notNull().default("all"),
    best: integer("best").notNull(),
    reason: text("reason").notNull(),
    ruledAt: instant("ruled_at").notNull(),
    ruledBy: integer("ruled_by").references(() => account.id, { onDelete: "restrict" }),
    revokedAt: instant("revoked_at"),
    revokedReason: text("revoked_reason"),
  },
  (t) => [
    index("ruling_incident").on(t.incidentId), // the rulings of one incident
    check("ruling_metric", inWords(t.metric, METRICS)),
    check("ruling_group", inWords(t.group, GROUPS)),
    check("ruling_persons", sql`${t.best} >= 0`),
    check("ruling_reason", sql`length(trim(${t.reason})) > 0`),
    check("ruling_revoked_later", sql`${t.revokedAt} is null or ${t.revokedAt} >= ${t.ruledAt}`),
  ],
);

export const estimate = sqliteTable(
  "estimate",
  {
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    metric: word("metric", METRICS).notNull(),
    group: word("group", GROUPS).notNull(),
    knownFrom: instant("known_from").notNull(),
    /** Null: holds until today. */
    knownUntil: instant("known_until"),
    state: word("state", FIGURE_STATES).notNull(),
    low: integer("low"),
    high: integer("high"),
    open: flag("open").notNull(),
    voices: integer("voices").notNull(),
    bestMajority: integer("best_majority"),
    bestLatest: integer("best_latest"),
    bestLowest: integer("best_lowest"),
    bestHighest: integer("best_highest"),
    bestMedian: integer("best_median"),
    rulingId: integer("ruling_id").references(() => ruling.id, { onDelete: "restrict" }),
    /** Which figures count and which do not, and why: JSON of domain `Reason`. */
    reason: text("reason").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.incidentId, t.metric, t.group, t.knownFrom] }), // an incident's history
    check("estimate_metric", inWords(t.metric, METRICS)),
    check("estimate_group", inWords(t.group, GROUPS)),
    check("estimate_state", inWords(t.state, FIGURE_STATES)),
    check("estimate_open", isFlag(t.open)),
    check("estimate_period", sql`${t.knownUntil} is null or ${t.knownUntil} > ${t.knownFrom}`),
    check(
      "estimate_missing_is_not_zero",
      sql`(${t.low} is null) = (${t.state} in ('unknown', 'not_stated')) and (${t.low} is null) = (${t.high} is null) and (${t.low} is null) = (${t.bestMajority} is null)`,
    ),
    check("estimate_order", sql`${t.low} is null or (${t.low} <= ${t.bestMajority} and ${t.bestMajority} <= ${t.high})`),
  ],
);
