/**
 * A release's database: a new file of this software's schema, filled with what readers may see and nothing else. Readable by
 * the same software; in one file, without a log beside it.
 */
import Sqlite from "../driver";
import { FIRST_HASH } from "../commands/write";
import { openDatabase, openSnapshot, UnusableDatabase } from "../open";
import { listCorrections } from "../queries/corrections";
import { FROZEN, LEFT_BEHIND, MADE_ANEW, type FrozenTable } from "./frozen";

/** The state of the record that was frozen. */
export interface FrozenState {
  revision: number;
  /** The audit log's newest entry in that state. */
  auditEntries: number;
  auditHead: string;
}

/** Writes what is public of the record in `file` to `target`, which must not exist. Reads one state; writes nothing in `file`. */
export function freezeRecord(file: string, target: string, { version }: { version: string }): FrozenState {
  openDatabase(target).close();
  const sqlite = new Sqlite(target);
  try {
    sqlite.pragma("journal_mode = DELETE");
    // The file is thrown away where anything fails, so its own safety on the way does not matter.
    sqlite.pragma("synchronous = OFF");
    sqlite.pragma("foreign_keys = OFF");
    sqlite.pragma("cache_size = -65536");
    sqlite.prepare("attach database ? as src").run(file);
    sqlite.exec("begin");
    const state = stateOf(sqlite);
    expectEveryTableDecided(sqlite);
    const triggers = withoutTriggers(sqlite);
    for (const [table, copies] of Object.entries(FROZEN)) for (const copy of copies) copyRows(sqlite, table, copy, version);
    sqlite.exec("insert into incident_search (rowid, text) select id, text from incident_search_row");
    sqlite.exec("insert into incident_search (incident_search) values ('optimize')");
    copyCorrections(sqlite, file, state);
    for (const trigger of triggers) sqlite.exec(trigger);
    sqlite.exec("commit");
    sqlite.exec("detach database src");
    const broken = sqlite.pragma("foreign_key_check") as { table: string }[];
    if (broken.length > 0) throw new Error(`${broken.length} references in ${broken[0]!.table} point nowhere in the release.`);
    sqlite.exec("vacuum");
    return state;
  } finally {
    sqlite.close();
  }
}

function stateOf(sqlite: Sqlite.Database): FrozenState {
  const revision = sqlite.prepare("select revision from src.record").pluck().get() as number | undefined;
  if (revision === undefined) throw new UnusableDatabase("This database holds no record yet.");
  const head = sqlite.prepare("select id, hash from src.audit order by id desc limit 1").get() as
    | { id: number; hash: string }
    | undefined;
  return { revision, auditEntries: head?.id ?? 0, auditHead: head?.hash ?? FIRST_HASH };
}

/** What nobody decided about stays behind loudly: a new table or column could hold anything. */
function expectEveryTableDecided(sqlite: Sqlite.Database): void {
  const tables = sqlite
    .prepare(
      `select name from main.sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'incident_search_%'
         and name <> '__drizzle_migrations'`,
    )
    .pluck()
    .all() as string[];
  const undecided = tables.filter((name) => !(name in FROZEN) && !LEFT_BEHIND.includes(name) && !MADE_ANEW.includes(name));
  if (undecided.length > 0)
    throw new Error(`db/releases/frozen.ts does not say whether these tables go along: ${undecided.join(", ")}.`);
  for (const [table, copies] of Object.entries(FROZEN)) {
    const columns = (sqlite.pragma(`main.table_info(${table})`) as { name: string }[]).map(({ name }) => name);
    for (const copy of copies) {
      const said = columnsOf(copy).map((name) => name.replaceAll('"', ""));
      const missing = columns.filter((name) => !said.includes(name));
      if (missing.length > 0)
        throw new Error(`db/releases/frozen.ts does not say what becomes of ${table}: ${missing.join(", ")}.`);
    }
  }
}

function columnsOf({ as, set = {} }: FrozenTable): string[] {
  return [...as, ...Object.keys(set)];
}

function copyRows(sqlite: Sqlite.Database, table: string, copy: FrozenTable, version: string): void {
  const { as, set = {}, rows } = copy;
  const values = [...as.map((column) => `t.${column}`), ...Object.values(set)];
  const statement = sqlite.prepare(
    `insert into main.${table} (${columnsOf(copy).join(", ")}) select ${values.join(", ")} from ${rows}`,
  );
  if (Object.values(set).includes("@version")) statement.run({ version });
  else statement.run();
}

/** Takes the triggers off for the time of the copy: what they hold was held when the rows were written. Gives back their SQL. */
function withoutTriggers(sqlite: Sqlite.Database): string[] {
  const triggers = sqlite.prepare("select name, sql from main.sqlite_schema where type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) sqlite.exec(`drop trigger main."${name}"`);
  return triggers.map(({ sql }) => sql);
}

/** The public log as readers see it: it is made of the audit log, which stays behind. */
function copyCorrections(sqlite: Sqlite.Database, file: string, { auditEntries }: FrozenState): void {
  const db = openSnapshot(file);
  try {
    const insert = sqlite.prepare("insert into main.frozen_correction (id, at, content) values (?, ?, ?)");
    let before: number | null = auditEntries + 1;
    while (before !== null) {
      const page: ReturnType<typeof listCorrections> = listCorrections(db, { most: 500, before });
      for (const correction of page.corrections) insert.run(correction.id, correction.at, JSON.stringify(correction));
      before = page.next;
    }
  } finally {
    db.close();
  }
}
