/** Claims and their figures: what one source says of one incident at one moment. Bounds are kept as stated. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex, type AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { CLAIM_STATUSES, GROUPS, METRICS, PUBLICATIONS, QUALIFIERS, SCOPES, STANCES } from "@/domain/vocabulary";
import { account } from "./account";
import { flag, instant, inWords, isFlag, word } from "./columns";
import { incident } from "./incident";
import { report } from "./report";
import { source } from "./source";

export const claim = sqliteTable(
  "claim",
  {
    id: integer("id").primaryKey(),
    /** The public identifier, never reused: "C17". */
    code: text("code").notNull(),
    /** The order in which claims were recorded; of equal times the later one is newer. */
    recordedNo: integer("recorded_no").notNull(),
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    sourceId: integer("source_id")
      .notNull()
      .references(() => source.id, { onDelete: "restrict" }),
    reportId: integer("report_id")
      .notNull()
      .references(() => report.id, { onDelete: "restrict" }),
    /** The moment the claim speaks of, as stated. */
    asOf: text("as_of"),
    stance: word("stance", STANCES).notNull(),
    attributedTo: text("attributed_to"),
    preliminary: flag("preliminary").notNull().default(false),
    scope: word("scope", SCOPES).notNull().default("incident"),
    repeatsId: integer("repeats_id").references((): AnySQLiteColumn => claim.id, { onDelete: "restrict" }),
    quote: text("quote"),
    quoteStart: integer("quote_start"),
    quoteEnd: integer("quote_end"),
    status: word("status", CLAIM_STATUSES).notNull().default("standing"),
    statusAt: text("status_at"),
    statusReason: text("status_reason"),
    /** Derived: when the claim was public in the world (published, else as of, else retrieved), milliseconds UTC. */
    publicAt: instant("public_at").notNull(),
    publication: word("publication", PUBLICATIONS).notNull().default("draft"),
    /** Internal remarks; never public. */
    note: text("note"),
    version: integer("version").notNull().default(1),
    createdAt: instant("created_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    editedBy: integer("edited_by").references(() => account.id, { onDelete: "restrict" }),
  },
  (t) => [
    uniqueIndex("claim_code").on(t.code), // naming a claim from outside
    uniqueIndex("claim_recorded_no").on(t.recordedNo), // the export's keyset pages
    index("claim_incident").on(t.incidentId, t.recordedNo), // an incident's claims in order
    index("claim_source").on(t.sourceId, t.incidentId), // what a source claimed
    index("claim_unseen")
      .on(t.publication, t.incidentId)
      .where(sql`${t.publication} <> 'published'`), // the desk's queue
    index("claim_report").on(t.reportId), // the claims read in one report
    index("claim_repeats").on(t.repeatsId), // who repeats a claim
    check("claim_stance", inWords(t.stance, STANCES)),
    check("claim_preliminary", isFlag(t.preliminary)),
    check("claim_scope", inWords(t.scope, SCOPES)),
    check("claim_repeats_another", sql`${t.repeatsId} is null or ${t.repeatsId} <> ${t.id}`),
    check(
      "claim_quote_span",
      sql`(${t.quoteStart} is null) = (${t.quoteEnd} is null) and (${t.quoteStart} is null or ${t.quoteEnd} > ${t.quoteStart})`,
    ),
    check("claim_status", inWords(t.status, CLAIM_STATUSES)),
    check("claim_withdrawn_when", sql`${t.status} <> 'withdrawn' or ${t.statusAt} is not null`),
    check("claim_set_aside_why", sql`${t.status} <> 'set_aside' or ${t.statusReason} is not null`),
    check("claim_publication", inWords(t.publication, PUBLICATIONS)),
  ],
);

export const figure = sqliteTable(
  "figure",
  {
    claimId: integer("claim_id")
      .notNull()
      .references(() => claim.id, { onDelete: "restrict" }),
    metric: word("metric", METRICS).notNull(),
    group: word("group", GROUPS).notNull(),
    scope: word("scope", SCOPES).notNull(),
    qualifier: word("qualifier", QUALIFIERS).notNull(),
    low: integer("low"),
    high: integer("high"),
    best: integer("best"),
    word: text("word"),
  },
  (t) => [
    primaryKey({ columns: [t.claimId, t.metric, t.group] }),
    check("figure_metric", inWords(t.metric, METRICS)),
    check("figure_group", inWords(t.group, GROUPS)),
    check("figure_scope", inWords(t.scope, SCOPES)),
    check("figure_qualifier", inWords(t.qualifier, QUALIFIERS)),
    check("figure_persons", sql`coalesce(${t.low}, 0) >= 0 and coalesce(${t.high}, 0) >= 0 and coalesce(${t.best}, 0) >= 0`),
    check("figure_low", sql`(${t.low} is null) = (${t.qualifier} in ('up_to', 'vague', 'unknown'))`),
    check("figure_high", sql`(${t.high} is null) = (${t.qualifier} in ('at_least', 'more_than', 'vague', 'unknown'))`),
    check("figure_low_not_above_high", sql`${t.low} is null or ${t.high} is null or ${t.low} <= ${t.high}`),
    check("figure_one_number", sql`${t.qualifier} not in ('exact', 'about') or (${t.low} = ${t.high} and ${t.low} > 0)`),
    check("figure_none_is_zero", sql`${t.qualifier} <> 'none' or (${t.low} = 0 and ${t.high} = 0)`),
    check("figure_up_to_some", sql`${t.qualifier} <> 'up_to' or ${t.high} > 0`),
    check("figure_vague_has_word", sql`${t.qualifier} <> 'vague' or ${t.word} is not null`),
    check(
      "figure_best_of_range",
      sql`${t.best} is null or (${t.qualifier} = 'between' and ${t.best} between ${t.low} and ${t.high})`,
    ),
  ],
);
