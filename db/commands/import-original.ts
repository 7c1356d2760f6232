/**
 * The record as it was when an import began, one snapshot of it. What a file speaks of is found there and comes over into the
 * import's copy as it is met: an incident with its claims, and those that it is part of or that are part of it.
 */
import type Sqlite from "../driver";
import type { LastImport } from "./import-statements";

/** Captured articles stay where they are. */
const LEFT_OUT = new Set(["report.text", "report.text_sha256"]);
/** What can point forward is set when all that it may point to is there. */
const LATER = new Set(["incident.part_of_id", "claim.repeats_id"]);

type Key = string | number;

export class Original {
  readonly #record: Sqlite.Database;
  readonly #copy: Sqlite.Database;
  readonly #close: () => void;
  readonly #statements = new Map<string, Sqlite.Statement>();
  /** Rows by table and condition: how they are read, and how they are put in. */
  readonly #copied = new Map<string, [read: Sqlite.Statement, put: Sqlite.Statement]>();

  constructor(record: Sqlite.Database, copy: Sqlite.Database, close: () => void) {
    this.#record = record;
    this.#copy = copy;
    this.#close = close;
  }

  /** Lets the snapshot go, when all rows are read. */
  release(): void {
    this.#close();
  }

  /** The highest id of a table; 0 where it is empty. */
  lastId(table: string): number {
    return this.#one<number | null>(`select max(id) from main."${table}"`) ?? 0;
  }

  /** Copies rows of a table as they are; those that are there stay. */
  copyRows(table: string, where = "", ...keys: readonly Key[]): void {
    const name = `${table} ${where}`;
    let statements = this.#copied.get(name);
    if (!statements) {
      const columns = (this.#record.pragma(`main.table_info("${table}")`) as { name: string }[]).map((one) => one.name);
      const values = columns.map((one) =>
        LEFT_OUT.has(`${table}.${one}`) || LATER.has(`${table}.${one}`) ? "null" : `"${one}"`,
      );
      const condition = where === "" ? "" : `where ${where}`;
      statements = [
        this.#record.prepare(`select ${values.join(", ")} from main."${table}" ${condition}`).raw(),
        this.#copy.prepare(
          `insert or ignore into main."${table}" (${columns.map((one) => `"${one}"`).join(", ")}) values (${columns.map(() => "?").join(", ")})`,
        ),
      ];
      this.#copied.set(name, statements);
    }
    const [read, put] = statements;
    for (const row of read.iterate(...keys) as Iterable<unknown[]>) put.run(...row);
  }

  /** Brings an incident over, if it is the record's and not there already. */
  bring(id: number): void {
    if (this.#has(id)) return;
    const family = this.#all<number>(
      `with recursive family (id) as (
         select id from main.incident where id = ?
         union select i.part_of_id from family f join main.incident i on i.id = f.id where i.part_of_id is not null
         union select i.id from family f join main.incident i on i.part_of_id = f.id)
       select id from family`,
      id,
    );
    const coming = family.filter((one) => !this.#has(one));
    for (const one of coming) {
      this.copyRows("incident", "id = ?", one);
      this.copyRows("incident_external_id", "incident_id = ?", one);
      this.copyRows("claim", "incident_id = ?", one);
      this.copyRows("figure", "claim_id in (select id from main.claim where incident_id = ?)", one);
      this.#inCopy("insert into import_brought (incident_id) values (?)").run(one);
    }
    for (const one of coming) {
      this.#join("incident", "part_of_id", "id", one);
      this.#join("claim", "repeats_id", "incident_id", one);
    }
  }

  /** The same by the incident's code. */
  bringByCode(code: string): void {
    this.#bringFound(this.#one("select id from main.incident where code = ?", code));
  }

  /** Brings the incident of a claim over, by the claim's code or id. */
  bringOfClaim(claim: { code: string } | { id: number }): void {
    const [column, key] = "code" in claim ? ["code", claim.code] : ["id", claim.id];
    this.#bringFound(this.#one(`select incident_id from main.claim where ${column} = ?`, key));
  }

  /** The id of the incident that another data set's id names. */
  incidentOf(scheme: string, value: string): number | undefined {
    return this.#one("select incident_id from main.incident_external_id where scheme = ? and value = ?", scheme, value);
  }

  /** What the last import kept of a row. */
  rowOf(key: string): Omit<LastImport, "row"> | undefined {
    return this.#on("select hash, facts, incident_id as incidentId, claim_id as claimId from main.import_row where key = ?").get(
      key,
    ) as Omit<LastImport, "row"> | undefined;
  }

  isNumberTaken(no: number): boolean {
    return this.#one("select 1 from main.claim where recorded_no = ?", no) !== undefined;
  }

  publicationOf(id: number): string | undefined {
    return this.#one("select publication from main.incident where id = ?", id);
  }

  /** The id of a report with an address that says the same. */
  reportOf(read: {
    url: string;
    publisher: string;
    archiveUrl: string | null;
    title: string | null;
    publishedAt: string | null;
    retrievedAt: string;
  }): number | undefined {
    const statement = this.#on(
      `select id from main.report where url = @url and publisher = @publisher and archive_url is @archiveUrl
          and published_at is @publishedAt and retrieved_at = @retrievedAt and (@title is null or title is @title) order by id limit 1`,
    );
    return (statement.get(read) as { id: number } | undefined)?.id;
  }

  /** Reports without an address, the newest first. */
  reportsWithoutAddress(): Iterable<ReportRow> {
    return this.#on(
      `select id, publisher, url, archive_url as archiveUrl, title, published_at as publishedAt, retrieved_at as retrievedAt
         from main.report where url is null order by id desc`,
    ).iterate() as Iterable<ReportRow>;
  }

  #has(id: number): boolean {
    return this.#inCopy("select 1 from import_brought where incident_id = ?").get(id) !== undefined;
  }

  #bringFound(id: number | undefined): void {
    if (id !== undefined) this.bring(id);
  }

  #join(table: string, column: string, by: string, key: number): void {
    const rows = this.#on(`select id, ${column} as other from main.${table} where ${by} = ? and ${column} is not null`).all(key);
    for (const { id, other } of rows as { id: number; other: number }[])
      this.#inCopy(`update main.${table} set ${column} = ? where id = ?`).run(other, id);
  }

  #one<Value>(query: string, ...keys: readonly Key[]): Value | undefined {
    const row = this.#on(query).get(...keys) as Record<string, Value> | undefined;
    return row && Object.values(row)[0];
  }

  #all<Value>(query: string, ...keys: readonly Key[]): Value[] {
    return (this.#on(query).all(...keys) as Record<string, Value>[]).map((row) => Object.values(row)[0]!);
  }

  #on(query: string): Sqlite.Statement {
    return this.#kept(this.#record, query);
  }

  #inCopy(query: string): Sqlite.Statement {
    return this.#kept(this.#copy, query);
  }

  #kept(sqlite: Sqlite.Database, query: string): Sqlite.Statement {
    let statement = this.#statements.get(query);
    if (!statement) this.#statements.set(query, (statement = sqlite.prepare(query)));
    return statement;
  }
}

interface ReportRow {
  id: number;
  publisher: string;
  url: null;
  archiveUrl: string | null;
  title: string | null;
  publishedAt: string | null;
  retrievedAt: string;
}
