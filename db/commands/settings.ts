/** Starting a record, changing its settings, and declaring what its vague words count as. */
import { eq, sql } from "drizzle-orm";
import { publicAt } from "@/domain/estimate";
import { FloorsInput, vagueWord, type Floors } from "@/domain/figure";
import { floorChanges } from "@/domain/method-versions";
import { RecordInput } from "@/domain/record";
import type { Db, Tx } from "../open";
import { ownMethodVersion, readFloors } from "../queries/methodology";
import { hasRecord } from "../queries/record";
import { Refused } from "../refused";
import { claim, methodologyVersion, record } from "../schema";
import type { Actor } from "./actor";
import { keepState } from "./revisions";
import { write } from "./write";

/**
 * Makes the record's row of settings, which every other write needs; so it goes past `write`, which would look for it.
 * Throws Refused where there is one already.
 */
export function createRecord(db: Db, input: RecordInput, { isDemo = false }: { isDemo?: boolean } = {}): void {
  const columns = columnsOf(input);
  db.transaction((tx) => {
    if (hasRecord(tx)) throw new Refused("record.exists");
    tx.insert(record)
      .values({ id: 1, ...columns, isDemo, changedAt: tx.now() })
      .run();
  });
}

/** Changes the settings; an admin's act. Another time zone reads every date anew, so all estimates are rebuilt. */
export function amendRecord(db: Db, actor: Actor, input: RecordInput): void {
  const columns = columnsOf(input);
  write(db, actor, "admin", (tx) => {
    const before = tx.select().from(record).get();
    if (!before) throw new Refused("record.missing");
    if (before.timeZone !== columns.timeZone) expectNoHidden(tx);
    keepState(tx, "record", before);
    const incidents =
      before.timeZone === columns.timeZone ? [] : tx.rows<{ id: number }>(sql`select id from incident`).map((row) => row.id);
    const numbers = numbersOf(tx, incidents);
    tx.update(record)
      .set({ ...columns, changedAt: tx.now() })
      .run();
    if (before.timeZone !== columns.timeZone) restateInstants(tx, columns.timeZone);
    return {
      result: undefined,
      audit: () => ({ action: "record.amend", subject: "record", before, after: { ...columns, ...changedSince(tx, numbers) } }),
      incidents,
      visible: true,
    };
  });
}

/**
 * Declares what vague words count as from now on, a new version of the record's method; every estimate that rests on such a
 * word is made anew, for every T: how words are read is our reading. `seen` is the version the person saw. Gives back the new
 * version's number. Throws Refused where nothing differs, without a reason, and over somebody else's newer version.
 */
export function amendFloors(db: Db, actor: Actor, input: { floors: Floors; why: string; seen: number }): number {
  const floors = FloorsInput.parse(input.floors);
  const why = input.why.trim();
  return write(db, actor, "admin", (tx) => {
    const now = ownMethodVersion(tx);
    if (now !== input.seen) throw new Refused("version.stale", null, { seen: input.seen, now });
    if (why === "") throw new Refused("reason.missing", "why");
    const before = readFloors(tx);
    const changes = floorChanges(before, floors);
    if (changes.length === 0) throw new Refused("floors.same");
    expectNoHidden(tx);
    const incidents = incidentsThatSay(tx, new Set(changes.map(({ word }) => word)));
    const numbers = numbersOf(tx, incidents);
    const version = now + 1;
    tx.insert(methodologyVersion)
      .values({ version, at: tx.now(), changedBy: actor.accountId, why, floors: JSON.stringify(floors) })
      .run();
    return {
      result: version,
      audit: () => ({
        action: "methodology.amend",
        subject: `methodology ${version}`,
        before: { floors: before },
        after: { version, floors, ...changedSince(tx, numbers) },
        why,
      }),
      incidents,
      visible: true,
    };
  });
}

/** Rows that an import has brought and nobody sees yet have their estimates already: those would stay as they are. */
function expectNoHidden(tx: Tx): void {
  if (tx.first(sql`select 1 from import_job where state = 'hidden'`)) throw new Refused("settings.import_running");
}

/** Published incidents with a public figure of one of these words, in any spelling. */
function incidentsThatSay(tx: Tx, words: ReadonlySet<string>): number[] {
  const rows = tx.rows<{ id: number; word: string }>(sql`
    select distinct c.incident_id as id, f.word from figure f join claim c on c.id = f.claim_id join incident i on i.id = c.incident_id
     where f.qualifier = 'vague' and c.publication = 'published' and i.publication = 'published'`);
  return [...new Set(rows.filter(({ word }) => words.has(vagueWord(word) ?? "")).map(({ id }) => id))];
}

/** So many incidents are named in one entry; the rest is counted. */
const MOST_NAMED = 200;

/** The numbers of incidents as their estimates hold them, reasons left out. */
function numbersOf(tx: Tx, incidents: readonly number[]): Map<string, string> {
  const rows = tx.rows<{ code: string; numbers: string }>(sql`
    select i.code, coalesce((select json_group_array(json_array(e.metric, e."group", e.known_from, e.state, e.low, e.high, e.open, e.voices,
             e.best_majority, e.best_latest, e.best_lowest, e.best_highest, e.best_median))
             from (select * from estimate where incident_id = i.id order by metric, "group", known_from) e), '') as numbers
      from json_each(${JSON.stringify(incidents)}) wanted join incident i on i.id = wanted.value where i.publication = 'published'
     order by i.id`);
  return new Map(rows.map(({ code, numbers }) => [code, numbers]));
}

/** Codes of the incidents whose numbers are no longer those. */
function changedSince(tx: Tx, before: ReadonlyMap<string, string>): { changed: number; incidents: string[] } {
  if (before.size === 0) return { changed: 0, incidents: [] };
  const ids = tx
    .rows<{ id: number }>(
      sql`select id from incident where code in (select value from json_each(${JSON.stringify([...before.keys()])}))`,
    )
    .map(({ id }) => id);
  const changed = [...numbersOf(tx, ids)].filter(([code, numbers]) => before.get(code) !== numbers).map(([code]) => code);
  return { changed: changed.length, incidents: changed.slice(0, MOST_NAMED) };
}

function columnsOf(input: RecordInput) {
  const { countries, ...columns } = RecordInput.parse(input);
  return { ...columns, countries: [...new Set(countries)].join(" ") };
}

/** Dates without a clock end at another instant in another time zone: when each claim was public follows. */
function restateInstants(tx: Tx, timeZone: string): void {
  const claims = tx.rows<{ id: number; publishedAt: string | null; asOf: string | null; retrievedAt: string }>(sql`
    select c.id, r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt
      from claim c join report r on r.id = c.report_id`);
  for (const { id, ...times } of claims) {
    tx.update(claim)
      .set({ publicAt: publicAt(times, timeZone) })
      .where(eq(claim.id, id))
      .run();
  }
}
