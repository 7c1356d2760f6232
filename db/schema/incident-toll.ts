/**
 * Today's estimates of an incident in one row, of all people: what exports and lists read for every incident at once. Derived
 * and kept by the transaction that changes the estimates (docs/decisions/0016).
 */
import { check, index, integer, sqliteTable } from "drizzle-orm/sqlite-core";
import { FIGURE_STATES } from "@/domain/vocabulary";
import { flag, inWords, isFlag, word } from "./columns";
import { incident } from "./incident";

export const incidentToll = sqliteTable(
  "incident_toll",
  {
    incidentId: integer("incident_id")
      .primaryKey()
      .references(() => incident.id, { onDelete: "restrict" }),
    /** Published claims made about it. */
    claims: integer("claims").notNull(),
    killedState: word("killed_state", FIGURE_STATES).notNull(),
    killedLow: integer("killed_low"),
    killedHigh: integer("killed_high"),
    killedOpen: flag("killed_open").notNull(),
    killedVoices: integer("killed_voices").notNull(),
    killedMajority: integer("killed_majority"),
    killedLatest: integer("killed_latest"),
    killedLowest: integer("killed_lowest"),
    killedHighest: integer("killed_highest"),
    killedMedian: integer("killed_median"),
    woundedState: word("wounded_state", FIGURE_STATES).notNull(),
    woundedLow: integer("wounded_low"),
    woundedHigh: integer("wounded_high"),
    woundedOpen: flag("wounded_open").notNull(),
    woundedVoices: integer("wounded_voices").notNull(),
    woundedMajority: integer("wounded_majority"),
    woundedLatest: integer("wounded_latest"),
    woundedLowest: integer("wounded_lowest"),
    woundedHighest: integer("wounded_highest"),
    woundedMedian: integer("wounded_median"),
    missingState: word("missing_state", FIGURE_STATES).notNull(),
    missingLow: integer("missing_low"),
    missingHigh: integer("missing_high"),
    missingOpen: flag("missing_open").notNull(),
    missingVoices: integer("missing_voices").notNull(),
    missingMajority: integer("missing_majority"),
    missingLatest: integer("missing_latest"),
    missingLowest: integer("missing_lowest"),
    missingHighest: integer("missing_highest"),
    missingMedian: integer("missing_median"),
    casualtiesState: word("casualties_state", FIGURE_STATES).notNull(),
    casualtiesLow: integer("casualties_low"),
    casualtiesHigh: integer("casualties_high"),
    casualtiesOpen: flag("casualties_open").notNull(),
    casualtiesVoices: integer("casualties_voices").notNull(),
    casualtiesMajority: integer("casualties_majority"),
    casualtiesLatest: integer("casualties_latest"),
    casualtiesLowest: integer("casualties_lowest"),
    casualtiesHighest: integer("casualties_highest"),
    casualtiesMedian: integer("casualties_median"),
  },
  (t) => [
    // The list by a toll, under each policy; of equal tolls by their ids, which every index ends in.
    index("incident_toll_killed_majority").on(t.killedMajority),
    index("incident_toll_killed_latest").on(t.killedLatest),
    index("incident_toll_killed_lowest").on(t.killedLowest),
    index("incident_toll_killed_highest").on(t.killedHighest),
    index("incident_toll_killed_median").on(t.killedMedian),
    index("incident_toll_wounded_majority").on(t.woundedMajority),
    index("incident_toll_wounded_latest").on(t.woundedLatest),
    index("incident_toll_wounded_lowest").on(t.woundedLowest),
    index("incident_toll_wounded_highest").on(t.woundedHighest),
    index("incident_toll_wounded_median").on(t.woundedMedian),
    check("incident_toll_killed", inWords(t.killedState, FIGURE_STATES)),
    check("incident_toll_wounded", inWords(t.woundedState, FIGURE_STATES)),
    check("incident_toll_missing", inWords(t.missingState, FIGURE_STATES)),
    check("incident_toll_casualties", inWords(t.casualtiesState, FIGURE_STATES)),
    check("incident_toll_killed_open", isFlag(t.killedOpen)),
    check("incident_toll_wounded_open", isFlag(t.woundedOpen)),
    check("incident_toll_missing_open", isFlag(t.missingOpen)),
    check("incident_toll_casualties_open", isFlag(t.casualtiesOpen)),
  ],
);
