/** Every version's file, with data, comes to this version whole; a migration that is killed leaves the old file or the new one. */
import { spawnSync } from "node:child_process";
import { cpSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import Sqlite from "@/db/driver";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MIGRATIONS, migrateSchema, pendingMigrations } from "@/db/migrate";
import { openDatabase } from "@/db/open";
import { SEALED } from "@/db/seals";
import { checkFile, type Finding } from "@/db/verify-file";
import { verifyRecord } from "@/db/verify";
import { bundled } from "../support/bundled";
import { demoDatabase } from "../support/database";
import { noteFigure, share, times } from "../support/figures";
import { layoutOf, makeOldRecord, migrationNames, rowsOf } from "../support/old-records";

const NAMES = migrationNames();
/** What a migration makes or makes again itself; every other row must be as it was. */
const MADE = new Set(["seal", "rollup", "estimate_change", "incident_toll", "incident_search_row"]);

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attest-migrations-"));
  const db = demoDatabase();
  db.emptyLog();
  db.close();
  source = join(folder, "source.sqlite");
  copyFileSync(db.file, source);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function oldRecord(until: string): { file: string; layout: Map<string, string[]>; rows: Map<string, string> } {
  const file = join(folder, "old.sqlite");
  makeOldRecord(file, source, until);
  const layout = new Map([...layoutOf(file)].filter(([table]) => !MADE.has(table)));
  return { file, layout, rows: rowsOf(file, layout) };
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

/** What verify finds; a seal of a table that the old version had not is the fixture's: its log is a copy of today's. */
async function findingsOf(file: string, layout: ReadonlyMap<string, unknown>): Promise<Finding[]> {
  return besideFixture((await verifyRecord(file)).findings, layout);
}

function besideFixture(findings: readonly Finding[], layout: ReadonlyMap<string, unknown>): Finding[] {
  const sinceMade = SEALED.filter((table) => !layout.has(table));
  return findings.filter(
    ({ kind, says }) => kind !== "seal" || !sinceMade.some((table) => says.startsWith(`The rows of ${table} `)),
  );
}

describe("a record of an older version", () => {
  test.each(NAMES.slice(0, -1))("that ended at %s keeps every row, its references and its chain, and verifies", async (until) => {
    const { file, layout, rows } = oldRecord(until);
    expect(rows.size).toBeGreaterThan(1_000);
    openDatabase(file, { create: false }).close();
    expect(differences(rows, rowsOf(file, layout))).toEqual([]);
    expect(await findingsOf(file, layout)).toEqual([]);
    const [copy] = readdirSync(folder).filter((name) => name.startsWith("old.sqlite.before-"));
    expect(differences(rows, rowsOf(join(folder, copy!), layout))).toEqual([]);
    noteFigure({ what: `migration from ${until}, with data`, count: rows.size, wrong: 0, seed: null, note: "rows compared" });
  });
});

const KILLS = share(60, 4);
const KILLS_IN_ALL = times(60, 4);
const canTrace = spawnSync("strace", ["-e", "trace=none", "true"]).status === 0;

test.skipIf(!canTrace)(
  `a migration killed at any of ${KILLS.count} of its writes leaves the old record or the new one`,
  { timeout: 900_000 },
  async () => {
    const script = await bundled("tests/deep/migrate-once.ts");
    try {
      const { file: old, layout, rows } = oldRecord(NAMES[0]!);
      const writes = writesOf(script.file, old);
      const wrong: string[] = [];
      const ended = { old: 0, new: 0 };
      for (let point = KILLS.from; point < KILLS.to; point++) {
        const at = 1 + Math.floor((point * writes) / KILLS_IN_ALL);
        const file = fresh(old);
        const { status } = spawnSync(
          "strace",
          ["-f", "-o", "/dev/null", "-e", `inject=pwrite64:signal=SIGKILL:when=${at}`, process.execPath, script.file, file],
          { timeout: 60_000 },
        );
        if (status === 0) wrong.push(`point ${at}: was not killed`);
        const sqlite = new Sqlite(file);
        const pending = pendingMigrations(sqlite).length;
        sqlite.close();
        if (pending !== 0 && pending !== NAMES.length - 1) wrong.push(`point ${at}: ${pending} migrations pending`);
        ended[pending === 0 ? "new" : "old"]++;
        wrong.push(
          ...differences(rows, rowsOf(file, layout))
            .slice(0, 3)
            .map((row) => `point ${at}: ${row}`),
        );
        wrong.push(...besideFixture(checkFile(file).findings, layout).map(({ says }) => `point ${at}: ${says}`));
        // A second start goes on where the first was killed.
        openDatabase(file, { create: false }).close();
        wrong.push(...(await findingsOf(file, layout)).map(({ says }) => `point ${at}, after a second start: ${says}`));
        for (const copy of readdirSync(dirname(file)).filter((name) => /\.before-/.test(name) && !name.endsWith(".partial")))
          wrong.push(
            ...differences(rows, rowsOf(join(dirname(file), copy), layout))
              .slice(0, 1)
              .map((row) => `point ${at}, copy ${copy}: ${row}`),
          );
      }
      noteFigure({
        what: "migration killed at its writes (strace)",
        count: KILLS.count,
        wrong: wrong.length,
        seed: null,
        note: `spread over ${writes} writes; {old} ended as the old record, {new} as the new one`,
        tallies: ended,
      });
      expect(wrong).toEqual([]);
    } finally {
      script.remove();
    }
  },
);

function fresh(old: string): string {
  const into = join(folder, "killed");
  rmSync(into, { recursive: true, force: true });
  cpSync(old, join(into, "record.sqlite"), { recursive: true });
  return join(into, "record.sqlite");
}

/** How many times a migration that is left alone writes. */
function writesOf(script: string, old: string): number {
  const trace = join(folder, "trace");
  const { status, stderr } = spawnSync(
    "strace",
    ["-f", "-e", "trace=pwrite64", "-o", trace, process.execPath, script, fresh(old)],
    {
      encoding: "utf8",
    },
  );
  if (status !== 0) throw new Error(`The migration failed: ${stderr}`);
  return readFileSync(trace, "utf8").split("pwrite64(").length - 1;
}

describe("a table that is built anew", () => {
  /** A folder of migrations: this version's, and one more. */
  function withOneMore(sql: string): string {
    const migrations = join(folder, "migrations");
    cpSync(MIGRATIONS, migrations, { recursive: true });
    const path = join(migrations, "meta", "_journal.json");
    const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { idx: number; when: number; tag: string }[] };
    const last = journal.entries.at(-1)!;
    journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "9999_rebuild" });
    writeFileSync(path, JSON.stringify(journal));
    writeFileSync(join(migrations, "9999_rebuild.sql"), sql);
    return migrations;
  }

  const parents = (on: string) => `
    create table parent (id integer primary key, name text) strict;
    create table child (id integer primary key, parent_id integer not null references parent(id) on delete ${on}) strict;
    insert into parent values (1, 'a'), (2, 'b');
    insert into child values (1, 1), (2, 2);`;
  // As drizzle-kit writes it: foreign_keys is a no-op inside the migrator's transaction, and the drop would cascade.
  const REBUILD = `PRAGMA foreign_keys=OFF;
--> statement-breakpoint
CREATE TABLE \`__new_parent\` (id integer primary key, name text not null) strict;
--> statement-breakpoint
INSERT INTO \`__new_parent\` SELECT id, name FROM parent;
--> statement-breakpoint
DROP TABLE parent;
--> statement-breakpoint
ALTER TABLE \`__new_parent\` RENAME TO parent;
--> statement-breakpoint
PRAGMA foreign_keys=ON;`;

  test.each(["cascade", "restrict"])("keeps its children under ON DELETE %s", (on) => {
    const sqlite = new Sqlite(source);
    sqlite.pragma("foreign_keys = ON");
    sqlite.exec(parents(on));
    migrateSchema(sqlite, source, { folder: withOneMore(REBUILD) });
    expect(sqlite.prepare("select id, parent_id as parent from child").all()).toEqual([
      { id: 1, parent: 1 },
      { id: 2, parent: 2 },
    ]);
    expect(sqlite.pragma("foreign_keys", { simple: true })).toBe(1);
    sqlite.close();
  });

  test("without its rows is refused, and the record stays as it was", () => {
    const sqlite = new Sqlite(source);
    sqlite.exec(parents("restrict"));
    const before = sqlite.serialize();
    const losing = REBUILD.replace("FROM parent;", "FROM parent WHERE id = 1;");
    expect(() => migrateSchema(sqlite, source, { folder: withOneMore(losing) })).toThrow(
      "would point nowhere; nothing was changed",
    );
    expect(sqlite.serialize().equals(before)).toBe(true);
    sqlite.close();
    expect(existsSync(`${source}.before-9999_rebuild`)).toBe(true);
  });

  test("is not migrated at all where rows were changed past the commands", () => {
    const sqlite = new Sqlite(source);
    sqlite.exec("update claim set quote = 'x' where code = 'C3'");
    expect(() => migrateSchema(sqlite, source, { folder: withOneMore("select 1") })).toThrow("Rows of claim were changed");
    sqlite.close();
  });
});

test("every table is STRICT, and no reference cascades", () => {
  const sqlite = new Sqlite(source, { readonly: true });
  const tables = sqlite.pragma("table_list") as { schema: string; name: string; type: string; strict: number }[];
  const own = tables.filter(
    ({ schema, name, type }) => schema === "main" && type === "table" && !/^(?:sqlite|__drizzle)_/.test(name),
  );
  expect(own.filter(({ strict }) => strict === 0).map(({ name }) => name)).toEqual([]);
  const actions = own.flatMap(
    ({ name }) => sqlite.pragma(`foreign_key_list("${name}")`) as { on_delete: string; on_update: string }[],
  );
  expect(new Set(actions.map(({ on_delete }) => on_delete))).toEqual(new Set(["RESTRICT"]));
  sqlite.close();
});
