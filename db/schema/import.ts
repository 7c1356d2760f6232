/** Imports: one row a file that was brought, what the last one made of a foreign row, and what is wrong with a file's rows. */
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { IMPORT_STATES } from "@/domain/vocabulary";
import { account } from "./account";
import { claim } from "./claim";
import { flag, instant, inWords, isFlag, word } from "./columns";
import { incident } from "./incident";

/** From `first` to `last` of each table lie the rows that the import made; empty where it made none. */
const range = (name: string) => [integer(`first_${name}`), integer(`last_${name}`)] as const;
const [firstIncident, lastIncident] = range("incident");
const [firstClaim, lastClaim] = range("claim");
const [firstReport, lastReport] = range("report");
const [firstSource, lastSource] = range("source");
const [firstPlace, lastPlace] = range("place");

export const importJob = sqliteTable(
  "import_job",
  {
    id: integer("id").primaryKey(),
    state: word("state", IMPORT_STATES).notNull(),
    createdAt: instant("created_at").notNull(),
    endedAt: instant("ended_at"),
    accountId: integer("account_id").references(() => account.id, { onDelete: "restrict" }),
    /** Who, in words that outlive the account. */
    actor: text("actor").notNull(),
    /** The files' names as they were called where they came from. */
    names: text("names").notNull(),
    /** Name of the uploaded file in the imports' folder; null: read where it lay. */
    file: text("file"),
    bytes: integer("bytes"),
    format: text("format"),
    /** Of a generic table: JSON of domain/formats/generic. */
    mapping: text("mapping"),
    dates: text("dates"),
    publish: flag("publish").notNull().default(false),
    /** The table's column names, JSON; and the same as one text, by which a mapping is remembered. */
    header: text("header"),
    rows: integer("rows").notNull().default(0),
    total: integer("total"),
    /** Counts of what was or would be made: JSON. */
    report: text("report"),
    /** Why it failed, in words for the log. */
    failure: text("failure"),
    wantsStop: flag("wants_stop").notNull().default(false),
    firstIncident,
    lastIncident,
    firstClaim,
    lastClaim,
    firstReport,
    lastReport,
    firstSource,
    lastSource,
    firstPlace,
    lastPlace,
  },
  (t) => [
    // One import at a time writes; and what readers must not see yet is found at once.
    uniqueIndex("import_job_hidden")
      .on(sql`(${t.state} is not null)`)
      .where(sql`${t.state} in ('hidden', 'undoing')`),
    index("import_job_header").on(t.header, t.id), // the mapping that was used for such a table last
    check("import_job_state", inWords(t.state, IMPORT_STATES)),
    check("import_job_publish", isFlag(t.publish)),
    check("import_job_wants_stop", isFlag(t.wantsStop)),
  ],
);

/** A row of another data set as the last import left it: with an equal hash it is left alone. */
export const importRow = sqliteTable(
  "import_row",
  {
    /** "ucdp:123", or "row:" and a hash where a table has no ids. */
    key: text("key").primaryKey(),
    /** Fingerprint of all that the row said; and of its facts of the incident alone. */
    hash: text("hash").notNull(),
    facts: text("facts").notNull(),
    incidentId: integer("incident_id")
      .notNull()
      .references(() => incident.id, { onDelete: "restrict" }),
    claimId: integer("claim_id").references(() => claim.id, { onDelete: "restrict" }),
  },
  (t) => [
    index("import_row_incident").on(t.incidentId), // forgetting what an undone import made
    index("import_row_claim").on(t.claimId), // checking that a claim may go
  ],
);

/** A change that an import makes to what was there before, made after its new rows became visible; gone when made. */
export const importChange = sqliteTable(
  "import_change",
  {
    jobId: integer("job_id")
      .notNull()
      .references(() => importJob.id, { onDelete: "restrict" }),
    no: integer("no").notNull(),
    content: text("content").notNull(),
  },
  (t) => [primaryKey({ columns: [t.jobId, t.no] })], // in their order
);

/** What is wrong with the rows of a file, or was changed on the way in. */
export const importProblem = sqliteTable(
  "import_problem",
  {
    jobId: integer("job_id")
      .notNull()
      .references(() => importJob.id, { onDelete: "restrict" }),
    /** Problems come before warnings, each in the order of their rows. */
    isWarning: flag("is_warning").notNull(),
    no: integer("no").notNull(),
    file: text("file").notNull(),
    row: integer("row").notNull(),
    column: text("column"),
    code: text("code").notNull(),
    /** What the sentence names: JSON. */
    values: text("values").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.isWarning, t.no] }), // a page of the list
    check("import_problem_is_warning", isFlag(t.isWarning)),
  ],
);
