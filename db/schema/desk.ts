/** What only the desk sees: unsent forms, past revisions, plans to publish, and what is withheld from every reader. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { LOCATION_PRECISIONS, LOCATIONS_SHOWN } from "@/domain/vocabulary";
import { account } from "./account";
import { instant, inWords, word } from "./columns";
import { incident } from "./incident";
import { source } from "./source";

/** A form as somebody left it, until it is saved or dropped. */
export const formDraft = sqliteTable(
  "form_draft",
  {
    accountId: integer("account_id")
      .notNull()
      .references(() => account.id, { onDelete: "restrict" }),
    /** The form's address and id: "/admin/incidents/UA-0003#claim". */
    form: text("form").notNull(),
    /** JSON of what was typed, by field. */
    content: text("content").notNull(),
    savedAt: instant("saved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.form] })], // what somebody left in one form
);

/** What an incident or a claim was before a later save, in the shape of its form; the newest state is in its own rows. */
export const revision = sqliteTable(
  "revision",
  {
    id: integer("id").primaryKey(),
    /** "incident UA-0003", "claim C17". */
    subject: text("subject").notNull(),
    version: integer("version").notNull(),
    /** JSON of the command's input. */
    content: text("content").notNull(),
    /** When this state was saved, and by whom. */
    savedAt: instant("saved_at").notNull(),
    savedBy: integer("saved_by").references(() => account.id, { onDelete: "restrict" }),
  },
  (t) => [uniqueIndex("revision_subject").on(t.subject, t.version)], // the revisions of one thing
);

/** An incident that turned out to be another one: its address leads there. */
export const mergedIncident = sqliteTable(
  "merged_incident",
  {
    incidentId: integer("incident_id")
      .primaryKey()
      .references(() => incident.id, { onDelete: "restrict" }),
    intoId: integer("into_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    at: instant("at").notNull(),
  },
  (t) => [
    index("merged_incident_into").on(t.intoId), // what was merged into an incident
    check("merged_incident_another", sql`${t.incidentId} <> ${t.intoId}`),
  ],
);

/** An editor's decision to publish later: what they saw goes out at that moment, unless it has changed. */
export const publicationPlan = sqliteTable(
  "publication_plan",
  {
    incidentId: integer("incident_id")
      .primaryKey()
      .references(() => incident.id, { onDelete: "restrict" }),
    publishAt: instant("publish_at").notNull(),
    /** The incident's version and its waiting claims as the editor saw them (`claimsSeen`). */
    version: integer("version").notNull(),
    seen: text("seen").notNull(),
    decidedAt: instant("decided_at").notNull(),
    decidedBy: integer("decided_by").references(() => account.id, { onDelete: "restrict" }),
  },
  (t) => [index("publication_plan_due").on(t.publishAt)], // what is to be published by now
);

/** A split of a published incident that one editor proposed: it shows new facts to readers, so another editor confirms it. */
export const splitProposal = sqliteTable("split_proposal", {
  incidentId: integer("incident_id")
    .primaryKey()
    .references(() => incident.id, { onDelete: "restrict" }),
  /** The incident's version as the editor saw it: a later save lets the proposal fall. */
  version: integer("version").notNull(),
  /** JSON: the claims that move, the new incident as its command takes it, the reason. */
  content: text("content").notNull(),
  proposedAt: instant("proposed_at").notNull(),
  proposedBy: integer("proposed_by")
    .notNull()
    .references(() => account.id, { onDelete: "restrict" }),
});

/** The true location of an incident whose row holds a coarser one; no reader's query names this table. */
export const hiddenLocation = sqliteTable(
  "hidden_location",
  {
    incidentId: integer("incident_id")
      .primaryKey()
      .references(() => incident.id, { onDelete: "restrict" }),
    latitude: real("latitude"),
    longitude: real("longitude"),
    locationPrecision: word("location_precision", LOCATION_PRECISIONS).notNull(),
    /** How much readers see. */
    shownAs: word("shown_as", LOCATIONS_SHOWN).notNull(),
  },
  (t) => [
    check("hidden_location_precision", inWords(t.locationPrecision, LOCATION_PRECISIONS)),
    check("hidden_location_shown_as", inWords(t.shownAs, LOCATIONS_SHOWN)),
    check("hidden_location_coordinates", sql`(${t.latitude} is null) = (${t.longitude} is null)`),
  ],
);

/** The true name of a claimant whose row holds a number instead; no reader's query names this table. */
export const withheldSource = sqliteTable(
  "withheld_source",
  {
    sourceId: integer("source_id")
      .primaryKey()
      .references(() => source.id, { onDelete: "restrict" }),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    folded: text("folded").notNull(),
    role: text("role"),
  },
  (t) => [uniqueIndex("withheld_source_folded").on(t.folded)], // finding a claimant by name
);
