/**
 * A record as an older version itself left it, brought to this one. tests/support/old holds each released version's demonstration
 * as SQL, made by that version (`sqlite3 record.sqlite .dump`); a new one is added with each release.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import Sqlite from "@/db/driver";
import { sql } from "drizzle-orm";
import { afterEach, describe, expect, test } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { isInUse } from "@/db/in-use";
import { openDatabase, openForReading } from "@/db/open";
import { verifyRecord } from "@/db/verify";

const OLD = join(import.meta.dirname, "../support/old");
const versions = readdirSync(OLD).flatMap((name) => /^record-(.+)\.sql\.br$/.exec(name)?.[1] ?? []);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function oldRecord(version: string): string {
  const folder = mkdtempSync(join(tmpdir(), "attest-upgrade-"));
  folders.push(folder);
  const file = join(folder, "record.sqlite");
  const sqlite = new Sqlite(file);
  sqlite.unsafeMode(true);
  // A dump of a full-text index writes its schema row by hand.
  sqlite.exec(brotliDecompressSync(readFileSync(join(OLD, `record-${version}.sql.br`))).toString("utf8"));
  sqlite.pragma("journal_mode = WAL");
  sqlite.close();
  return file;
}

test("there is a record of every version before this one", () => {
  expect(versions).toContain("0.1.0");
});

describe.each(versions)("a record of version %s", (version) => {
  test("keeps every claim and every entry of its log, counts the same, and can be written to", async () => {
    const file = oldRecord(version);
    const old = new Sqlite(file, { readonly: true });
    const rows = (query: string) => old.prepare(query).all();
    const before = {
      claims: rows("select id, code, quote, public_at from claim order by id"),
      figures: rows("select claim_id, metric, qualifier, low, high from figure order by claim_id, metric, low"),
      log: rows("select id, at, action, subject, hash from audit order by id"),
      today: rows(
        `select incident_id, metric, low, high, open from estimate where known_until is null order by incident_id, metric, "group"`,
      ),
    };
    old.close();
    const db = openDatabase(file, { create: false });
    expect({
      claims: db.rows(sql`select id, code, quote, public_at from claim order by id`),
      figures: db.rows(sql`select claim_id, metric, qualifier, low, high from figure order by claim_id, metric, low`),
      log: db.rows(sql`select id, at, action, subject, hash from audit order by id limit ${before.log.length}`),
      today: db.rows(
        sql`select incident_id, metric, low, high, open from estimate where known_until is null order by incident_id, metric, "group"`,
      ),
    }).toEqual(before);
    expect(before.claims.length).toBeGreaterThan(300);
    const code = recordClaim(db, makeActor({ accountId: null, name: "command line", role: "admin" }), "UA-0001", {
      claimant: { name: "Mayor" },
      report: { publisher: "Gazette", publishedAt: "2026-11-23" },
    });
    expect(code).toMatch(/^C\d+$/);
    db.close();
    expect((await verifyRecord(file)).findings).toEqual([]);
  });

  test("is seen through by attest upgrade: backup, schema, count; not while it is in use", async () => {
    const file = oldRecord(version);
    const backups = join(file, "..", "backups");
    const inUse = new Sqlite(file, { readonly: true });
    inUse.prepare("select 1 from record").get();
    const upgraded = () =>
      spawnSync(process.execPath, ["--import", "tsx", "cli/attest.ts", "upgrade"], {
        encoding: "utf8",
        env: { ...process.env, ATTEST_DB: file, ATTEST_BACKUP_FOLDER: backups, ATTEST_HOME: process.cwd() },
        timeout: 30_000,
      });
    const refused = upgraded();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("is in use. Stop the server");
    inUse.close();
    expect(isInUse(file)).toBe(false);
    // Ended when it comes to the build, which takes a minute and is not what is asked here.
    const child = spawn(process.execPath, ["--import", "tsx", "cli/attest.ts", "upgrade"], {
      env: { ...process.env, ATTEST_DB: file, ATTEST_BACKUP_FOLDER: backups },
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    let said = "";
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => resolve());
      child.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes("counted again")) process.kill(-child.pid!, "SIGKILL");
      });
    });
    expect(said).toMatch(
      /Backup .*attest-.*\.sqlite, checked and good\.\n.* has this version's schema\.\nIt is as it should be: 60 incidents, 378 claims/,
    );
    expect(readdirSync(backups).filter((name) => name.endsWith(".sqlite"))).toHaveLength(1);
    openForReading(file).close();
  });
});
