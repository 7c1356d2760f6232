/** A database for a test: a temporary file with the real schema, opened as the server opens it, gone after the test. */
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { loadDemo } from "@/db/demo/load";
import { openDatabase, type Db } from "@/db/open";

export interface TestDatabaseOptions {
  /** A fixed clock: an instant in ISO 8601. Without it the clock is the machine's. */
  now?: string;
}

/** When the demonstration of a test was loaded; its facts were retrieved the day before. */
const DEMO_LOADED = "2026-11-23T09:00:00Z";

const opened: { db: Db; folder: string }[] = [];
const templates = new Map<"empty" | "demo", string>();

/** A fresh migrated database without a record. Migrations run once per test file, then the migrated file is copied. */
export function testDatabase(options: TestDatabaseOptions = {}): Db {
  return copyOf("empty", () => {}, options);
}

/** A fresh database with the demonstration record, without the gazetteer; loaded once per test file. */
export function demoDatabase(options: TestDatabaseOptions = {}): Db {
  return copyOf("demo", loadDemo, options);
}

function copyOf(name: "empty" | "demo", fill: (db: Db) => void, { now }: TestDatabaseOptions): Db {
  let template = templates.get(name);
  if (template === undefined) {
    template = join(temporaryFolder(), `${name}.db`);
    const db = openDatabase(template, { now: () => Date.parse(DEMO_LOADED) });
    fill(db);
    // Closing the only connection moves the whole WAL into the file, so that a copy of it is complete.
    db.close();
    templates.set(name, template);
  }
  const folder = temporaryFolder();
  const file = join(folder, "record.db");
  copyFileSync(template, file);
  const db = openDatabase(file, now === undefined ? {} : { now: () => Date.parse(now) });
  opened.push({ db, folder });
  return db;
}

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "attest-test-"));
}

afterEach(() => {
  for (const { db, folder } of opened.splice(0)) {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

afterAll(() => {
  for (const template of templates.values()) rmSync(dirname(template), { recursive: true, force: true });
  templates.clear();
});
