/** The audit log as editors read it, and the check of its chain. */
import { sql } from "drizzle-orm";
import { mayAct, type Actor } from "../commands/actor";
import { auditHash, FIRST_HASH, sha256 } from "../commands/write";
import type { ReadDb } from "../open";
import { Refused } from "../refused";

export interface AuditFilter {
  action: string | null;
  /** As the log names them. */
  person: string | null;
  /** "incident UA-0003", or the beginning of it: "claim". */
  subject: string | null;
  /** Instants: from the first on, before the second. */
  from: number | null;
  until: number | null;
}

export interface AuditRow {
  id: number;
  at: number;
  actor: string;
  action: string;
  subject: string;
  /** JSON {before, after, why}; null after a redaction. */
  content: string | null;
  contentHash: string;
  previousHash: string;
  hash: string;
}

const COLUMNS = sql.raw(
  `id, at, actor, action, subject, content, content_hash as contentHash, previous_hash as previousHash, hash`,
);

function wanted({ action, person, subject, from, until }: AuditFilter) {
  const conditions = [
    action === null ? null : sql`action = ${action}`,
    person === null ? null : sql`actor = ${person}`,
    subject === null ? null : sql`(subject = ${subject} or substr(subject, 1, ${subject.length + 1}) = ${`${subject} `})`,
    from === null ? null : sql`at >= ${from}`,
    until === null ? null : sql`at < ${until}`,
  ];
  return sql.join([sql`1`, ...conditions.filter((condition) => condition !== null)], sql` and `);
}

/** Entries of the log, the newest first, a page from before the entry `before`; with where the next page begins. */
export function listAudit(
  db: ReadDb,
  actor: Actor,
  filter: AuditFilter,
  { most = 50, before = null }: { most?: number; before?: number | null } = {},
): { entries: AuditRow[]; next: number | null } {
  expectEditor(actor);
  const rows = db.rows<AuditRow>(sql`
    select ${COLUMNS} from audit where ${wanted(filter)} and id < ${before ?? Number.MAX_SAFE_INTEGER} order by id desc limit ${most + 1}`);
  const entries = rows.slice(0, most);
  return { entries, next: rows.length > most ? entries.at(-1)!.id : null };
}

/** The same entries for an export, the oldest first, in keyset pages. */
export function* auditPages(db: ReadDb, filter: AuditFilter, most = 500): Generator<AuditRow[]> {
  for (let after = 0; ;) {
    const rows = db.rows<AuditRow>(
      sql`select ${COLUMNS} from audit where ${wanted(filter)} and id > ${after} order by id limit ${most}`,
    );
    if (rows.length > 0) yield rows;
    if (rows.length < most) return;
    after = rows.at(-1)!.id;
  }
}

/** The words that the filter offers: which actions and which names the log holds. */
export function auditWords(db: ReadDb, actor: Actor): { actions: string[]; people: string[] } {
  expectEditor(actor);
  const of = (column: "action" | "actor") =>
    db
      .rows<{ word: string }>(sql.raw(`select distinct ${column} as word from audit order by ${column} limit 200`))
      .map((row) => row.word);
  return { actions: of("action"), people: of("actor") };
}

export interface ChainCheck {
  /** Entries in the log, and how many of the newest were checked. */
  entries: number;
  checked: number;
  /** The hash of the newest entry, which a release publishes. */
  head: string;
  /** The number of the first entry that does not follow from the one before it, or null. */
  brokenAt: number | null;
}

/** More than these are not checked within one page's time: `attest verify` checks all. */
const MOST_CHECKED = 20_000;

/** Recomputes the hashes of the newest entries and of what they commit to (a redacted entry's content is gone; its hash stays). */
export function checkChain(db: ReadDb, actor: Actor, most = MOST_CHECKED): ChainCheck {
  expectEditor(actor);
  return db.snapshot(() => {
    const last = db.first<{ id: number; hash: string; n: number }>(
      sql`select id, hash, (select count(*) from audit) as n from audit order by id desc limit 1`,
    );
    if (!last) return { entries: 0, checked: 0, head: FIRST_HASH, brokenAt: null };
    const rows = db
      .rows<AuditRow & { salt: string | null }>(sql`select ${COLUMNS}, salt from audit order by id desc limit ${most}`)
      .reverse();
    const first = rows[0]!;
    const before = db.first<{ hash: string }>(sql`select hash from audit where id = ${first.id - 1}`)?.hash ?? FIRST_HASH;
    let [previous, id] = [before, first.id];
    for (const row of rows) {
      const holds =
        row.id === id &&
        row.previousHash === previous &&
        row.hash === auditHash(row) &&
        (row.content === null || row.contentHash === sha256((row.salt ?? "") + row.content));
      if (!holds) return { entries: last.n, checked: rows.length, head: last.hash, brokenAt: row.id };
      [previous, id] = [row.hash, id + 1];
    }
    return { entries: last.n, checked: rows.length, head: last.hash, brokenAt: null };
  });
}

function expectEditor(actor: Actor): void {
  if (!mayAct(actor, "editor")) throw new Refused("role.not_allowed");
}
