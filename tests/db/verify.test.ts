import { readFileSync, writeFileSync } from "node:fs";
import Sqlite from "@/db/driver";
import { expect, test } from "vitest";
import { UnusableDatabase } from "@/db/open";
import { verifyRecord } from "@/db/verify";
import { demoDatabase } from "../support/database";

/** Changes the demonstration behind the commands' back, with triggers, references and checks off. */
function tampered(change: string): string {
  const db = demoDatabase();
  const sqlite = new Sqlite(db.file);
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("ignore_check_constraints = ON");
  const triggers = sqlite.prepare("select name, sql from sqlite_schema where type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) sqlite.exec(`drop trigger "${name}"`);
  sqlite.exec(change);
  for (const { name, sql } of triggers) if (!change.includes(name)) sqlite.exec(sql);
  sqlite.close();
  return db.file;
}

test("the demonstration is as it should be", async () => {
  const { findings, ...counted } = await verifyRecord(demoDatabase().file);
  expect(findings).toEqual([]);
  expect(counted).toMatchObject({ more: {}, incidents: 60, claims: 378 });
});

const OF_ADMINISTRATION = `incident_id = (select id from incident where code = 'UA-0003') and metric = 'killed' and "group" = 'all'`;

test.each<[name: string, change: string, says: RegExp]>([
  [
    "a best",
    `update estimate set best_majority = 43 where ${OF_ADMINISTRATION} and known_until is null`,
    /^estimate: UA-0003 killed all as known .*: stored figure 29–44, best 43.*; recounted figure 29–44, best 44/,
  ],
  [
    "the day a row begins",
    `update estimate set known_until = known_until + 1000 where ${OF_ADMINISTRATION} and known_until = (select min(known_until) from estimate where ${OF_ADMINISTRATION})`,
    /^estimate: UA-0003 killed all: the row from .* ends .*, the next one begins/,
  ],
  ["a missing row", `delete from estimate where ${OF_ADMINISTRATION} and known_until is null`, /^estimate: UA-0003 killed all/],
  [
    "a reason",
    `update estimate set reason = '[]' where ${OF_ADMINISTRATION} and known_until is null`,
    /its reason names claims  \(0 counting\)/,
  ],
  [
    "a figure",
    `update figure set low = 45, high = 45 where low = 44 and high = 44 and metric = 'killed'`,
    /recounted figure 29–45/,
  ],
  [
    "when a claim was public",
    `update claim set public_at = public_at - 1000 where code = 'C3'`,
    /^claim: C3 of UA-\d+: public since/,
  ],
  ["when an incident was public", `update incident set first_public_at = 0 where code = 'UA-0003'`, /UA-0003: first public 1970/],
  [
    "a rollup",
    `update rollup set best_median = best_median + 1 where measure = 'killed' and city = -1 and period = 2022`,
    /^rollup: rollup, killed all every year -1 2022: stored/,
  ],
  [
    "a change",
    `delete from estimate_change where measure = 'counted' and incident_id = 3`,
    /^rollup: estimate_change, counted all 0 202203 \d+ 3 .*: stored nothing; recounted n 1/,
  ],
  [
    "a toll",
    `update incident_toll set killed_high = killed_high + 1 where incident_id = 3`,
    /^rollup: incident_toll, UA-\d+: not what its estimates of today give/,
  ],
  ["a missing toll", `delete from incident_toll where incident_id = 3`, /^rollup: incident_toll, UA-\d+/],
  [
    "a reference",
    `update claim set source_id = 9999 where code = 'C3'`,
    /^reference: Row \d+ of claim points to a row of source/,
  ],
  ["a claim counted twice", `update incident set counted = 1`, /^reference: UA-\d+ is counted and part of a counted incident/],
  [
    "an audit entry",
    `update audit set subject = 'incident UA-0009' where id = 7`,
    /^audit: Entry 7 of the audit log was changed/,
  ],
  [
    "an audit entry's content",
    `update audit set content = replace(content, 'null', 'true') where id = 7`,
    /^audit: Entry 7 of the audit log: its content was changed/,
  ],
  ["a cut in the audit log", `delete from audit where id = 7`, /^audit: Entry 8 of the audit log is number 7/],
  ["a captured text", `update report set text = 'x', text_sha256 = 'y' where id = 5`, /^claim: The captured text of report 5/],
  ["a title", `update incident set title = title || '.' where code = 'UA-0003'`, /^seal: The rows of incident are not those/],
  ["a quotation", `update claim set quote = 'x' where code = 'C3'`, /^seal: The rows of claim are not those/],
  ["a coordinate", `update place set latitude = latitude + 0.000001 where id = 3`, /^seal: The rows of place are not those/],
  ["a role", `update source set role = 'x' where id = 3`, /^seal: The rows of source are not those/],
  [
    "an account",
    `insert into account (email, name, role, password_hash, created_at) values ('x@y', 'x', 'admin', '$', 0)`,
    /^seal: The rows of account .* There are 1, not 0/,
  ],
  [
    "a seal with its row",
    `update claim set quote = 'x' where code = 'C3'; update seal set sum = printf('%0128d', 0), told = 0 where name = 'claim'`,
    /^seal: The rows of claim/,
  ],
  ["a dropped trigger", `select 'audit_unchanged'`, /^schema: The trigger audit_unchanged is missing/],
  ["a table of somebody else's", `create table mine (a)`, /^schema: The table mine is not this software's/],
])("%s that was changed is named", async (_name, change, says) => {
  const { findings } = await verifyRecord(tampered(change));
  expect(findings.map(({ kind, says: text }) => `${kind}: ${text}`)).toContainEqual(expect.stringMatching(says));
});

test("a log that was cut at its end is found by the published head", async () => {
  const db = demoDatabase();
  const sqlite = new Sqlite(db.file);
  const head = sqlite.prepare("select hash from audit order by id desc limit 1").pluck().get() as string;
  expect((await verifyRecord(db.file, { head })).findings).toEqual([]);
  sqlite.exec("drop trigger audit_stays; delete from audit where id > 10");
  sqlite.exec("create trigger audit_stays before delete on audit begin select raise(abort, 'audit.append_only'); end");
  sqlite.close();
  expect((await verifyRecord(db.file, { head })).findings).toContainEqual({
    kind: "audit",
    says: `The published head ${head} is not in the audit log: it was cut off or rewritten.`,
  });
});

test("a damaged file is said to be one, and nothing else of it is relied on", async () => {
  const db = demoDatabase();
  const sqlite = new Sqlite(db.file);
  const [root] = sqlite.prepare("select rootpage from sqlite_schema where name = 'estimate'").pluck().all() as number[];
  sqlite.pragma("wal_checkpoint(TRUNCATE)");
  sqlite.close();
  const bytes = readFileSync(db.file);
  const page = bytes.readUInt16BE(16);
  bytes.fill(0xa5, (root! - 1) * page + 8, (root! - 1) * page + 200);
  writeFileSync(db.file, bytes);
  const { findings } = await verifyRecord(db.file);
  expect(findings[0]).toMatchObject({ kind: "file", says: expect.stringContaining("damaged") as string });
});

test("what is no database is refused in words", async () => {
  const db = demoDatabase();
  const file = `${db.file}.txt`;
  writeFileSync(file, "not a database, but long enough to be read as the head of one ".repeat(20));
  await expect(verifyRecord(file)).rejects.toThrow(UnusableDatabase);
});
