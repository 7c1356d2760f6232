/**
 * Brings what is new in an import's copy into the record: in many short transactions that nobody sees the rows of
 * (db/hidden.ts), then in one that lets all of them be seen. Between two of them whoever saves comes first.
 */
import type Sqlite from "../driver";
import { eq, sql } from "drizzle-orm";
import type { ImportState } from "@/domain/vocabulary";
import { IMPORT_KINDS } from "../hidden";
import { driverOf, sealsOf, type Db, type ReadDb, type Tx } from "../open";
import { ownMethodVersion } from "../queries/methodology";
import { Refused } from "../refused";
import { importJob, record } from "../schema";
import { Added, SEALED, textsOfRows } from "../seals";
import type { Actor } from "./actor";
import { ASKED } from "./import-checks";
import { mappedChange } from "./import-changes";
import type { Copy, Kind } from "./import-copy";
import { insertFromCopy, LATER, MOVES, renumber, selectFromCopy } from "./import-moves";
import type { ImportReport } from "./import-report";
import { nextSize, ShortTransactions } from "./short-transactions";
import { write, type AuditEntry } from "./write";

/** After so many transactions the search index is put together by so many pages. */
const MERGE_EVERY = 2;
const MERGED_PAGES = 64;
/** Ids left free, so that what a save took since the copy was made is never met. */
const ROOM = 1_000;

export interface MergeOptions {
  jobId: number;
  /** Whether rows are published, so that the search index gets them. */
  publish: boolean;
  /** Called after each transaction with the number of new incidents that are in. Throw to stop: nothing stays. */
  onProgress: (incidents: number) => void;
}

/** Puts the copy's new rows into the record, unseen. Throws Refused("import.busy") where another import is at it. */
export function mergeHidden(db: Db, copy: Copy, { jobId, publish, onProgress }: MergeOptions): Merge {
  const merge = new Merge(db, copy, jobId, publish);
  try {
    merge.begin();
    merge.fill(onProgress);
  } catch (error) {
    merge.end();
    throw error;
  }
  return merge;
}

export class Merge {
  private readonly sqlite: Sqlite.Database;
  private readonly short: ShortTransactions;
  private offset: Record<Kind, number> = { incident: 0, claim: 0, report: 0, source: 0, place: 0 };
  /** Rows of the copy that went in first: the last of each table, behind which others then take their ids, and what it needs. */
  private first: Record<Kind, readonly number[]> = { incident: [], claim: [], report: [], source: [], place: [] };

  constructor(
    private readonly db: Db,
    private readonly copy: Copy,
    private readonly jobId: number,
    private readonly isPublished: boolean,
  ) {
    this.sqlite = driverOf(db);
    this.short = new ShortTransactions(db);
    this.mergeSearch = this.sqlite.prepare("insert into incident_search (incident_search, rank) values ('merge', ?)");
  }

  /** The id that a row of the copy has in the record. */
  readonly mapped = (kind: Kind, id: number): number => (id > this.copy.last[kind] ? id + this.offset[kind] : id);

  /** Takes ids and numbers, and hides what will have them. */
  begin(): void {
    const { copy, db } = this;
    const tops = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, maxId(copy.sqlite, kind)])) as Record<Kind, number>;
    this.first = this.firstRows(tops);
    this.sqlite.prepare("attach ? as import_copy").run(copy.file);
    // Taken first, so that codes are moved once, however many save meanwhile; numbers of an import that fails stay unused.
    const base = db.transaction((tx) => {
      this.refuseWhileBusy(tx);
      const now = tx.first<Next>(NEXT)!;
      const given = copy.numbers();
      const used = { incident: given.incident - copy.next.incident, claim: given.claim - copy.next.claim };
      if (used.incident > 0 || used.claim > 0)
        tx.update(record)
          .set({ nextIncidentNo: now.incident + used.incident, nextClaimNo: now.claim + used.claim })
          .run();
      return now;
    });
    for (const kind of ["incident", "claim"] as const) {
      const by = base[kind] - copy.next[kind];
      if (by !== 0) renumber(copy, kind, by, base.prefix);
    }
    db.transaction((tx) => {
      this.refuseWhileBusy(tx);
      if (rulesOf(tx) !== rulesOf(this.copy.db)) throw new Refused("import.rules_changed");
      const ranges = IMPORT_KINDS.map((kind) => {
        const last = tx.first<{ last: number | null }>(sql`select max(id) as last from ${sql.raw(kind)}`)!.last ?? 0;
        const isAny = tops[kind] > copy.last[kind];
        this.offset[kind] = isAny ? last - copy.last[kind] + ROOM : 0;
        return isAny ? { first: this.mapped(kind, copy.last[kind] + 1), last: this.mapped(kind, tops[kind]) } : NOTHING;
      });
      const [incident, claim, report, source, place] = ranges as [Range, Range, Range, Range, Range];
      tx.update(importJob)
        .set({
          state: "hidden",
          firstIncident: incident.first,
          lastIncident: incident.last,
          firstClaim: claim.first,
          lastClaim: claim.last,
          firstReport: report.first,
          lastReport: report.last,
          firstSource: source.first,
          lastSource: source.last,
          firstPlace: place.first,
          lastPlace: place.last,
        })
        .where(eq(importJob.id, this.jobId))
        .run();
      this.sqlite.pragma("defer_foreign_keys = ON");
      for (const kind of IMPORT_KINDS)
        if (this.first[kind].length > 0) this.sqlite.exec(this.select(kind, `id in (${this.first[kind].join(", ")})`));
    });
  }

  /** One import at a time is brought in. */
  private refuseWhileBusy(tx: Tx): void {
    if (tx.first(sql`select 1 from import_job where state in ('hidden', 'undoing') and id <> ${this.jobId}`))
      throw new Refused("import.busy");
    // The sums of the import before are still being added.
    if (tx.first(sql`select 1 from rollup_added`)) throw new Refused("import.busy");
  }

  private firstRows(tops: Record<Kind, number>): Record<Kind, number[]> {
    const { sqlite, last } = this.copy;
    const isNew = (kind: Kind) => (id: number | null | undefined) => typeof id === "number" && id > last[kind];
    const rows = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, [tops[kind]].filter(isNew(kind))])) as Record<
      Kind,
      number[]
    >;
    const claims = sqlite.prepare(
      "select incident_id as incident, source_id as source, report_id as report from claim where id = ?",
    );
    for (const id of rows.claim) {
      const needs = claims.get(id) as Record<"incident" | "source" | "report", number>;
      for (const kind of ["incident", "source", "report"] as const) rows[kind].push(...[needs[kind]].filter(isNew(kind)));
    }
    const placeOf = sqlite.prepare("select place_id from incident where id = ?").pluck();
    for (const id of rows.incident) rows.place.push(...([placeOf.get(id) as number | null].filter(isNew("place")) as number[]));
    return Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, [...new Set(rows[kind])]])) as Record<Kind, number[]>;
  }

  /** Lets go of the copy. */
  end(): void {
    this.short.close();
    const isAttached = (this.sqlite.pragma("database_list") as { name: string }[]).some(({ name }) => name === "import_copy");
    if (isAttached) this.sqlite.exec("detach import_copy");
  }

  /** Puts the new rows in; their part in the seals is counted while the file is free. */
  fill(onProgress: (incidents: number) => void): void {
    this.short.withoutFlush(() => {
      sealsOf(this.db).withoutWatch(() => this.withoutChecks(() => this.fillTables(onProgress)));
      if (this.copy.sqlite.prepare("select 1 from rollup").get()) this.fillSums();
      for (const table of ["source", "claim", "incident"]) this.joinLater(table);
      this.keepChanges();
    });
  }

  /** Every row held its table's CHECKs in the copy (import-checks.ts); to ask them again took as long as the rows themselves. */
  private withoutChecks(work: () => void): void {
    this.sqlite.pragma("ignore_check_constraints = ON");
    try {
      work();
    } finally {
      this.sqlite.pragma("ignore_check_constraints = OFF");
    }
  }

  private fillTables(onProgress: (incidents: number) => void): void {
    const { last } = this.copy;
    this.inParts("place", [
      this.insertAsked("place", "id > ? and id <= ?"),
      this.insertAsked("place_name", "place_id > ? and place_id <= ?"),
    ]);
    this.inParts("source", [this.insertAsked("source", "id > ? and id <= ?")]);
    this.inParts("report", [this.insertAsked("report", "id > ? and id <= ?")]);
    const ofOld = `incident_id <= ${last.incident}`;
    if (this.copy.sqlite.prepare(`select 1 from claim where id > ? and ${ofOld}`).get(last.claim))
      this.inParts("claim", [
        this.insertAsked("claim", `id > ? and id <= ? and ${ofOld}`),
        this.insertAsked(
          "figure",
          `claim_id > ? and claim_id <= ? and exists (select 1 from import_copy.claim c where c.id = claim_id and c.${ofOld})`,
        ),
      ]);
    const within = "incident_id > ? and incident_id <= ?";
    const incidents = [this.insertAsked("incident", "id > ? and id <= ?")];
    const claims = [
      this.insertAsked("claim", within),
      this.insertAsked("figure", "claim_id in (select id from import_copy.claim where incident_id > ? and incident_id <= ?)"),
    ];
    this.inParts(
      "incident",
      [
        // A published incident's row in the search is written once when its claims are there; of others the references are
        // settled sooner when they follow.
        ...(this.isPublished ? [...claims, ...incidents] : [...incidents, ...claims]),
        ...["incident_external_id", "estimate", "estimate_change", "incident_toll", "import_row"].map((table) =>
          this.insertAsked(table, within),
        ),
      ],
      onProgress,
    );
  }

  /**
   * Everything is seen from here on. What changes of things that were there follows (import-changes.ts), and so does the
   * adding up of the sums: until then readers add them themselves (db/rollup-added.ts).
   */
  show(actor: Actor, report: ImportReport, entry: AuditEntry): void {
    const isMoreToDo = this.sqlite
      .prepare("select exists (select 1 from main.import_change where job_id = ?) or exists (select 1 from main.rollup_added)")
      .pluck()
      .get(this.jobId);
    const state: ImportState = isMoreToDo === 1 ? "finishing" : "done";
    write(this.db, actor, report.published > 0 ? "admin" : "editor", (tx) => {
      tx.update(importJob).set({ state, endedAt: tx.now() }).where(eq(importJob.id, this.jobId)).run();
      if (report.published > 0) tx.update(record).set({ changedAt: tx.now() }).run();
      return { result: undefined, audit: entry, visible: report.published > 0 };
    });
  }

  /** The first and the last code of the new incidents; null where there is none. */
  codesOfNew(): [string, string] | null {
    const code = (end: "asc" | "desc") =>
      this.copy.sqlite
        .prepare(`select code from incident where id > ? order by id ${end} limit 1`)
        .pluck()
        .get(this.copy.last.incident) as string | undefined;
    const [first, last] = [code("asc"), code("desc")];
    return first === undefined || last === undefined ? null : [first, last];
  }

  /** Rows that nobody asked about would come in unchecked: such a table is added to import-checks.ts first. */
  private insertAsked(table: string, where: string): Filling {
    if (!ASKED.has(table)) throw new Error(`The CHECKs of ${table} were not asked in the copy.`);
    return this.insert(table, where);
  }

  private select(table: string, where: string): string {
    return insertFromCopy(this.sqlite, table, where, this.moved);
  }

  private get moved() {
    return { last: this.copy.last, offset: this.offset };
  }

  private insert(table: string, where: string): Filling {
    const gone = this.first[table as Kind] ?? [];
    const wanted = gone.length === 0 ? where : `${where} and id not in (${gone.join(", ")})`;
    const statement = this.sqlite.prepare(this.select(table, wanted));
    if (!(SEALED as readonly string[]).includes(table)) return { statement, added: null };
    const rows = textsOfRows(this.sqlite, table, selectFromCopy(this.sqlite, table, wanted, this.moved));
    const texts = this.sqlite.prepare(rows).pluck();
    return { statement, added: (from, to) => new Added(table, texts.all(from, to) as string[]) };
  }

  /** The sums lie aside from the record's own until all is seen, and longer (db/rollup-added.ts). */
  private fillSums(): void {
    this.copy.sqlite.exec("create table if not exists rollup_added as select * from rollup");
    const last = this.copy.sqlite.prepare("select max(rowid) from rollup_added").pluck().get() as number;
    this.inStretches([0, last], [this.insert("rollup_added", "rowid > ? and rowid <= ?")]);
  }

  /** Runs statements over the new ids of a table. */
  private inParts(kind: Kind, fillings: readonly Filling[], onProgress?: (done: number) => void): void {
    this.inStretches([this.copy.last[kind], maxId(this.copy.sqlite, kind)], fillings, onProgress);
  }

  /** Runs statements from behind an id to another, a stretch at a time, each as long as the last ones took. */
  private inStretches(
    [first, last]: readonly [number, number],
    fillings: readonly Filling[],
    onProgress?: (done: number) => void,
  ): void {
    const seals = sealsOf(this.db);
    let size = 50;
    for (let from = first; from < last;) {
      const to = Math.min(last, from + size);
      const added = fillings.flatMap((filling) => filling.added?.(from, to) ?? []);
      const took = this.short.run(() => {
        for (const { statement } of fillings) statement.run(from, to);
        seals.add(added);
      });
      from = to;
      // Published rows make segments of the search index, which no save of ours puts together (0014_search_merged.sql).
      if (this.isPublished && ++this.shorts % MERGE_EVERY === 0) this.short.run(() => void this.mergeSearch.run(MERGED_PAGES));
      size = nextSize(size, took, { least: 10, most: 20_000 });
      onProgress?.(to - first);
    }
  }

  private shorts = 0;
  private readonly mergeSearch: Sqlite.Statement;

  private joinLater(table: string): void {
    const column = LATER[table]!;
    const kind = table as Kind;
    const other = MOVES[table]![column]!;
    const rows = this.copy.sqlite
      .prepare(`select id, "${column}" as other from ${table} where id > ? and "${column}" is not null`)
      .all(this.copy.last[kind]) as { id: number; other: number }[];
    const join = this.sqlite.prepare(`update main.${table} set "${column}" = ? where id = ?`);
    for (let from = 0; from < rows.length; from += 100)
      this.short.run(() => {
        for (const row of rows.slice(from, from + 100)) join.run(this.mapped(other, row.other), this.mapped(kind, row.id));
      });
  }

  private keepChanges(): void {
    const page = this.copy.sqlite.prepare("select no, content from import_change where no > ? order by no limit 100");
    const keep = this.sqlite.prepare("insert into main.import_change (job_id, no, content) values (?, ?, ?)");
    for (let from = 0; ;) {
      const rows = page.all(from) as { no: number; content: string }[];
      if (rows.length === 0) return;
      const mapped = rows.map(({ no, content }) => ({ no, content: mappedChange(content, this.mapped) }));
      this.short.run(() => {
        for (const { no, content } of mapped) keep.run(this.jobId, no, content);
      });
      from = rows.at(-1)!.no;
    }
  }
}

/** A statement that puts rows of a stretch of ids in, and what they will add to their table's seal. */
interface Filling {
  statement: Sqlite.Statement;
  /** Null: the table is not sealed. */
  added: ((from: number, to: number) => Added) | null;
}

/** What estimates in the copy were made by, and those in the record are now. */
function rulesOf(db: ReadDb): string {
  return `${db.first<{ timeZone: string }>(sql`select time_zone as timeZone from record`)!.timeZone} ${ownMethodVersion(db)}`;
}

function maxId(sqlite: Sqlite.Database, kind: Kind): number {
  return (sqlite.prepare(`select max(id) from main.${kind}`).pluck().get() as number | null) ?? 0;
}

interface Range {
  first: number | null;
  last: number | null;
}
const NOTHING: Range = { first: null, last: null };

interface Next {
  incident: number;
  claim: number;
  prefix: string;
}
const NEXT = sql`select next_incident_no as incident, next_claim_no as claim, code_prefix as prefix from record`;
