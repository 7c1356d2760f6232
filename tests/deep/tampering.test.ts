/**
 * Tampering with the file: bits flipped, rows changed past the commands and their estimates with them, the audit log cut or
 * written anew. `attest verify` names each, the last with the head that was published; what changes nothing that can be read
 * is told apart and proved to change nothing.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "@/db/driver";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditHash, FIRST_HASH, sha256 } from "@/db/commands/write";
import { SEALED } from "@/db/seals";
import { UnusableDatabase } from "@/db/open";
import { verifyRecord } from "@/db/verify";
import { makeActor } from "@/db/commands/actor";
import { createAccount } from "@/db/commands/accounts";
import { ruleEstimate } from "@/db/commands/rulings";
import { demoDatabase } from "../support/database";
import { noteFigure, randomFrom, share, times } from "../support/figures";
import { rowsOf, tablesOf } from "../support/old-records";

const SEED = 20220301;
const [FLIPS, CHAINS] = [times(500, 12), times(150, 9)];
const ROWS = share(350, 12);

let folder: string;
let sound: string;
let head: string;
let soundRows: Map<string, string>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "attest-tampering-"));
  const db = demoDatabase();
  const shell = makeActor({ accountId: null, name: "test", role: "admin" });
  createAccount(db, shell, { email: "a@example.org", name: "A", passwordHash: "$", role: "editor" });
  ruleEstimate(db, shell, "UA-0003", { metric: "killed", best: 44, reason: "The list of names." });
  db.emptyLog();
  sound = join(folder, "sound.sqlite");
  copyFileSync(db.file, sound);
  const sqlite = new Sqlite(sound);
  sqlite.pragma("journal_mode = DELETE");
  head = sqlite.prepare("select hash from audit order by id desc limit 1").pluck().get() as string;
  sqlite.close();
  soundRows = rowsOf(sound);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What verify says of a file that was tampered with; nothing where it finds it sound. */
async function said(file: string, withHead?: string): Promise<string[]> {
  try {
    const { findings } = await verifyRecord(file, { processes: 1, ...(withHead ? { head: withHead } : {}) });
    return findings.map(({ says }) => says);
  } catch (error) {
    if (error instanceof UnusableDatabase) return [error.message];
    throw error;
  }
}

test("the record that is tampered with is sound before", async () => {
  expect(await said(sound, head)).toEqual([]);
});

test(`${FLIPS} flipped bits are found, or change nothing that can be read`, { timeout: 1_800_000 }, async () => {
  const random = randomFrom(SEED);
  const bytes = readFileSync(sound);
  const file = join(folder, "flipped.sqlite");
  const missed: string[] = [];
  let [found, idle] = [0, 0];
  for (let n = 0; n < FLIPS; n++) {
    const [at, bit] = [Math.floor(random() * bytes.length), 1 << Math.floor(random() * 8)];
    const changed = Buffer.from(bytes);
    changed[at]! ^= bit;
    writeFileSync(file, changed);
    if ((await said(file, head)).length > 0) found++;
    else if (sameRows(file)) idle++;
    else missed.push(`byte ${at}, bit ${bit}`);
  }
  noteFigure({
    what: "flipped bits of the file found by verify",
    count: FLIPS,
    wrong: missed.length,
    seed: SEED,
    note: `${found} found; ${idle} in room that holds nothing: every row of every table reads as before`,
  });
  expect(missed).toEqual([]);
  expect(found).toBeGreaterThan(FLIPS / 10);
});

function sameRows(file: string): boolean {
  const rows = rowsOf(file);
  return rows.size === soundRows.size && [...soundRows].every(([key, row]) => rows.get(key) === row);
}

/** A copy whose triggers, references and checks are off while it is changed, as somebody with the file would do it. */
function tampered(change: (sqlite: Sqlite.Database) => string): { file: string; what: string } {
  const file = join(folder, "tampered.sqlite");
  copyFileSync(sound, file);
  const sqlite = new Sqlite(file);
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("ignore_check_constraints = ON");
  const triggers = sqlite.prepare("select name, sql from sqlite_schema where type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) sqlite.exec(`drop trigger "${name}"`);
  const what = change(sqlite);
  for (const { sql } of triggers) sqlite.exec(sql);
  sqlite.close();
  return { file, what };
}

test(`${ROWS.count} rows changed or taken away past the commands are found`, { timeout: 1_800_000 }, async () => {
  const missed: string[] = [];
  const byTable = new Map<string, number>();
  for (let n = ROWS.from; n < ROWS.to; n++) {
    const random = randomFrom(SEED + 1 + n);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const { file, what } = tampered((sqlite) => {
      const tables = [...SEALED, "estimate", "rollup", "estimate_change", "incident_toll"].filter(
        (table) => (sqlite.prepare(`select count(*) from "${table}"`).pluck().get() as number) > 0,
      );
      for (;;) {
        const table = pick(tables);
        const done = changeRow(sqlite, table, pick, random);
        if (done === null) continue;
        byTable.set(table, (byTable.get(table) ?? 0) + 1);
        return done;
      }
    });
    if ((await said(file)).length === 0) missed.push(what);
  }
  noteFigure({
    what: "rows changed past the commands found by verify",
    count: ROWS.count,
    wrong: missed.length,
    seed: SEED + 1,
    note: `in ${byTable.size} tables at least, without the published head`,
  });
  expect(missed).toEqual([]);
});

/** Changes one row of a table somehow; null where the table's constraints left it as it was. */
function changeRow(
  sqlite: Sqlite.Database,
  table: string,
  pick: <T>(list: readonly T[]) => T,
  random: () => number,
): string | null {
  const { wr } = sqlite.prepare("select wr from pragma_table_list where schema = 'main' and name = ?").get(table) as {
    wr: number;
  };
  const columns = sqlite.prepare("select name, type, pk from pragma_table_xinfo(?) where hidden = 0").all(table) as {
    name: string;
    type: string;
    pk: number;
  }[];
  const keys = wr ? columns.filter(({ pk }) => pk > 0).map(({ name }) => name) : ["rowid"];
  const rows = sqlite.prepare(`select count(*) from "${table}"`).pluck().get() as number;
  const key = sqlite
    .prepare(`select ${keys.map((k) => `"${k}"`).join(", ")} from "${table}" limit 1 offset ?`)
    .raw()
    .get(Math.floor(random() * rows)) as unknown[];
  const where = keys.map((k) => `"${k}" = ?`).join(" and ");
  const before = sqlite
    .prepare(`select * from "${table}" where ${where}`)
    .raw()
    .get(...key);
  try {
    // A row that is all key is taken away: changed, it would be another row.
    if (random() < 0.15 || columns.every(({ pk }) => pk > 0)) {
      sqlite.prepare(`delete from "${table}" where ${where}`).run(...key);
      return `${table}: deleted ${JSON.stringify(before)}`;
    }
    const changeable = columns.filter(({ pk }) => pk === 0);
    if (changeable.length === 0) return null;
    const { name, type } = pick(changeable);
    const now =
      type === "TEXT"
        ? `coalesce("${name}", '') || 'x'`
        : type === "REAL"
          ? `coalesce("${name}", 0) + 0.001`
          : `coalesce("${name}", 0) + 1`;
    sqlite.prepare(`update "${table}" set "${name}" = ${now} where ${where}`).run(...key);
    return `${table}.${name} of ${JSON.stringify(key)}`;
  } catch (error) {
    // A unique or strict column refuses even those who have the file.
    if ((error as { code?: string }).code?.startsWith("SQLITE_CONSTRAINT")) return null;
    throw error;
  }
}

/** Kinds of tampering with the log. Those that write it anew as a whole only the published head finds. */
const CHAIN: readonly {
  name: string;
  needsHead: boolean;
  change: (sqlite: Sqlite.Database, at: number, last: number) => void;
}[] = [
  {
    name: "an entry changed",
    needsHead: false,
    change: (s, at) => void s.prepare("update audit set subject = subject || 'x' where id = ?").run(at),
  },
  {
    name: "its time changed",
    needsHead: false,
    change: (s, at) => void s.prepare("update audit set at = at + 1 where id = ?").run(at),
  },
  {
    name: "its person changed",
    needsHead: false,
    change: (s, at) => void s.prepare("update audit set actor = 'x' where id = ?").run(at),
  },
  {
    name: "its content changed",
    needsHead: false,
    change: (s, at) => void s.prepare("update audit set content = content || ' ' where id = ?").run(at),
  },
  {
    name: "its content emptied",
    needsHead: false,
    change: (s, at) => void s.prepare("update audit set content = null, salt = null where id = ?").run(at),
  },
  { name: "an entry taken out", needsHead: false, change: (s, at) => void s.prepare("delete from audit where id = ?").run(at) },
  { name: "two entries swapped", needsHead: false, change: swap },
  { name: "the end cut off", needsHead: true, change: (s, at) => void s.prepare("delete from audit where id > ?").run(at) },
  { name: "written anew from an entry on", needsHead: true, change: rewrite },
];

function swap(sqlite: Sqlite.Database, at: number, last: number): void {
  const other = at === last ? at - 1 : at + 1;
  sqlite.prepare("update audit set id = -1 where id = ?").run(at);
  sqlite.prepare("update audit set id = ? where id = ?").run(at, other);
  sqlite.prepare("update audit set id = ? where id = -1").run(other);
}

/** Another content in one entry, and every hash after it made to fit. */
function rewrite(sqlite: Sqlite.Database, at: number): void {
  type Row = Parameters<typeof auditHash>[0] & { content: string | null; salt: string | null };
  const rows = sqlite
    .prepare(
      `select id, at, actor, action, subject, content, salt, content_hash as contentHash, previous_hash as previousHash from audit where id >= ? order by id`,
    )
    .all(at) as Row[];
  let previousHash =
    at === 1
      ? FIRST_HASH
      : (sqlite
          .prepare("select hash from audit where id = ?")
          .pluck()
          .get(at - 1) as string);
  for (const row of rows) {
    const content = row.id === at ? row.content!.replace('"why":null', '"why":"forged"') : row.content!;
    const contentHash = sha256((row.salt ?? "") + content);
    const hash = auditHash({ ...row, contentHash, previousHash });
    sqlite
      .prepare("update audit set content = ?, content_hash = ?, previous_hash = ?, hash = ? where id = ?")
      .run(content, contentHash, previousHash, hash, row.id);
    previousHash = hash;
  }
}

test(`${CHAINS} logs that were cut, changed or written anew are found`, { timeout: 1_800_000 }, async () => {
  const random = randomFrom(SEED + 2);
  const missed: string[] = [];
  let onlyByHead = 0;
  for (let n = 0; n < CHAINS; n++) {
    const kind = CHAIN[n % CHAIN.length]!;
    const { file, what } = tampered((sqlite) => {
      const last = sqlite.prepare("select max(id) from audit").pluck().get() as number;
      const at = 1 + Math.floor(random() * (last - 1));
      kind.change(sqlite, at, last);
      return `${kind.name} at ${at}`;
    });
    const without = await said(file);
    if (without.length > 0) continue;
    if (!kind.needsHead || (await said(file, head)).length === 0) missed.push(what);
    else onlyByHead++;
  }
  noteFigure({
    what: "audit logs cut, changed or written anew found by verify",
    count: CHAINS,
    wrong: missed.length,
    seed: SEED + 2,
    note: `${onlyByHead} of them by the published head alone`,
  });
  expect(missed).toEqual([]);
});

test("what tampering leaves is told in plain words", async () => {
  const { file } = tampered((sqlite) => {
    sqlite.exec("update claim set quote = 'forged' where code = 'C3'");
    return "";
  });
  expect(await said(file)).toEqual([
    "The rows of claim are not those that the audit log tells of: some were changed past this software. A backup shows which.",
  ]);
  expect(tablesOf(new Sqlite(sound, { readonly: true }))).toEqual(expect.arrayContaining([...SEALED]));
});
