/** What an import says to its copy once a row, prepared once: the driver's own statements, a few microseconds each. */
import type Sqlite from "../driver";
import type { Original } from "./import-original";

export const INCIDENT_COLUMNS = [
  "code",
  "title",
  "date_start",
  "date_end",
  "date_precision",
  "place_id",
  "latitude",
  "longitude",
  "location_precision",
  "attack_type",
  "target",
  "counted",
  "publication",
  "note",
  "edited_by",
  "created_at",
  "updated_at",
] as const;

export const CLAIM_COLUMNS = [
  "code",
  "recorded_no",
  "incident_id",
  "source_id",
  "report_id",
  "as_of",
  "stance",
  "attributed_to",
  "preliminary",
  "scope",
  "quote",
  "status",
  "status_at",
  "status_reason",
  "public_at",
  "publication",
  "note",
  "edited_by",
  "created_at",
  "updated_at",
] as const;

const FIGURE_COLUMNS = ["claim_id", "metric", "group", "scope", "qualifier", "low", "high", "best", "word"] as const;
const REPORT_COLUMNS = ["publisher", "url", "archive_url", "title", "language", "published_at", "retrieved_at"] as const;

export interface Seen {
  id: number;
  row: number;
  /** Of the incident's facts as the file tells them. */
  facts: string;
}

export interface LastImport {
  hash: string;
  facts: string;
  incidentId: number;
  claimId: number | null;
  /** The row of this import that it was met in; null: not yet. */
  row: number | null;
}

/** The statements of one copy. */
export function statementsOf(sqlite: Sqlite.Database, original: Original) {
  const insert = (table: string, columns: readonly string[]) =>
    sqlite.prepare(
      `insert into "${table}" (${columns.map((name) => `"${name}"`).join(", ")}) values (${columns.map(() => "?").join(", ")})`,
    );
  const [report, incident, claim] = [
    insert("report", REPORT_COLUMNS),
    insert("incident", INCIDENT_COLUMNS),
    insert("claim", CLAIM_COLUMNS),
  ];
  const figure = insert("figure", FIGURE_COLUMNS);
  const externalId = insert("incident_external_id", ["incident_id", "scheme", "value"]);
  const seen = insert("import_seen", ["key", "row", "incident_id", "facts"]);
  const given = insert("import_given", ["kind", "id"]);
  const findSeen = sqlite.prepare("select incident_id as id, row, facts from import_seen where key = ?");
  const findRow = sqlite.prepare(
    "select hash, facts, incident_id as incidentId, claim_id as claimId, seen_in_row as row from import_row where key = ?",
  );
  const keepRow = sqlite.prepare(
    `insert into import_row (key, hash, facts, incident_id, claim_id, seen_in_row) values (?, ?, ?, ?, ?, ?)
       on conflict do update set hash = excluded.hash, facts = excluded.facts, incident_id = excluded.incident_id,
         claim_id = excluded.claim_id, seen_in_row = excluded.seen_in_row`,
  );
  const findNumber = sqlite.prepare("select 1 from claim where recorded_no = ?").pluck();
  const findExternal = sqlite.prepare("select incident_id from incident_external_id where scheme = ? and value = ?").pluck();
  const publicationOf = sqlite.prepare("select publication from incident where id = ?").pluck();
  const codeOf = sqlite.prepare("select code from incident where id = ?").pluck();
  const change = sqlite.prepare("insert into import_change (job_id, no, content) values (0, ?, ?)");
  const findReport = sqlite.prepare("select id from import_report where key = ?").pluck();
  const keepReport = sqlite.prepare("insert or replace into import_report (key, id) values (?, ?)");
  let changes = 0;
  const idOf = (result: Sqlite.RunResult) => Number(result.lastInsertRowid);
  return {
    /** Each gives back the new row's id; values stand in the columns' order. */
    addReport: (values: readonly unknown[]) => idOf(report.run(...values)),
    addIncident: (values: readonly unknown[]) => idOf(incident.run(...values)),
    addClaim: (values: readonly unknown[]) => idOf(claim.run(...values)),
    addFigure: (values: readonly unknown[]) => void figure.run(...values),
    /** Throws SQLITE_CONSTRAINT where another incident has it, of the record too. */
    addExternalId: (incidentId: number, scheme: string, value: string) => {
      const other = original.incidentOf(scheme, value);
      if (other !== undefined) original.bring(other);
      externalId.run(incidentId, scheme, value);
    },
    /** Notes that a new row's number was given by its file, and stays. */
    addGiven: (kind: "incident" | "claim", id: number) => void given.run(kind, id),
    see: (key: string, { id, row, facts }: Seen) => void seen.run(key, row, id, facts),
    findSeen: (key: string) => findSeen.get(key) as Seen | undefined,
    /** What the last import made of a row, or this one of an earlier row. */
    findRow: (key: string): LastImport | undefined => {
      const last = findRow.get(key) as LastImport | undefined;
      if (last) return last;
      const before = original.rowOf(key);
      return before && { ...before, row: null };
    },
    keepRow: (key: string, last: LastImport) =>
      void keepRow.run(key, last.hash, last.facts, last.incidentId, last.claimId, last.row),
    isNumberTaken: (no: number) => findNumber.get(no) !== undefined || original.isNumberTaken(no),
    findExternal: (scheme: string, value: string) =>
      (findExternal.get(scheme, value) as number | undefined) ?? original.incidentOf(scheme, value),
    publicationOf: (id: number) => (publicationOf.get(id) as string | undefined) ?? original.publicationOf(id)!,
    codeOf: (id: number) => codeOf.get(id) as string,
    findReport: (key: string) => findReport.get(key) as number | undefined,
    keepReport: (key: string, id: number) => void keepReport.run(key, id),
    /** Keeps a change to something that the record has already, to be made when the new rows are in. */
    addChange: (content: unknown) => void change.run(++changes, JSON.stringify(content)),
    changeCount: () => changes,
  };
}
export type Statements = ReturnType<typeof statementsOf>;
