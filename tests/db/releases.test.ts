import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { eq, sql } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { createAccount } from "@/db/commands/accounts";
import { makeActor } from "@/db/commands/actor";
import { recordClaim, retractClaim } from "@/db/commands/claims";
import { publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { makeRelease, orderRelease, recordRelease } from "@/db/commands/releases";
import { ruleEstimate } from "@/db/commands/rulings";
import { mergeSources, noteSource } from "@/db/commands/sources";
import { openDatabase, openForReading, type Db } from "@/db/open";
import { claimAnswer, incidentAnswer } from "@/db/queries/api";
import { listCorrections } from "@/db/queries/corrections";
import { findMergedSource, listSourceNotes } from "@/db/queries/desk-sources";
import { findFeed } from "@/db/queries/feed";
import { findIncident } from "@/db/queries/incidents";
import { findRecord } from "@/db/queries/record";
import { findRelease, listReleases } from "@/db/queries/releases";
import { compareReleasesBeside, makeReleaseFilesBeside } from "@/db/releases/beside";
import { FROZEN, LEFT_BEHIND, MADE_ANEW } from "@/db/releases/frozen";
import { makeReleaseFiles, releaseFolder, releasesFolder } from "@/db/releases/make";
import { claim, hiddenLocation, incident, release, report, sourceName, withheldSource } from "@/db/schema";
import { verifyRecord } from "@/db/verify";
import { DATASET_NAMES } from "@/domain/datasets/datasets";
import { EVERYTHING } from "@/domain/filter";
import { nextVersion, type Release } from "@/domain/release";
import { demoDatabase, testDatabase } from "../support/database";
import { exportedText } from "../support/exported";

const EDITOR = makeActor({ accountId: null, name: "CANARY-editor", role: "editor" });
const NOW = "2026-11-25T09:00:00Z";
const order = { note: null, origin: "https://record.example.org" };

const opened: { close: () => void }[] = [];
afterEach(() => {
  for (const db of opened.splice(0)) db.close();
});
function frozen(db: Db, version: string) {
  const one = openForReading(join(releaseFolder(db.file, version), `attest-${version}.sqlite`), { now: () => Date.parse(NOW) });
  opened.push(one);
  return one;
}

/** The demonstration with secrets in every place that readers must not see. */
function recordWithSecrets(): Db {
  const db = demoDatabase({ now: NOW });
  createAccount(db, makeActor({ accountId: null, name: "command line", role: "admin" }), {
    email: "canary@example.org",
    name: "CANARY-account",
    passwordHash: "CANARY-hash",
    role: "recorder",
  });
  const draft = recordIncident(db, EDITOR, {
    title: "CANARY-draft",
    dateStart: "2022-03-09",
    locationPrecision: "country",
    note: "CANARY-note",
  });
  recordClaim(db, EDITOR, draft, {
    claimant: { name: "CANARY-claimant" },
    report: { publisher: "CANARY-publisher", publishedAt: "2022-03-09" },
  });
  recordClaim(db, EDITOR, "UA-0003", {
    claimant: { name: "CANARY-waiting" },
    report: { publisher: "CANARY-paper", publishedAt: "2022-03-09" },
  });
  db.transaction((tx) => {
    const [{ id }] = tx.rows<{ id: number }>(sql`select id from incident where code = 'UA-0003'`) as [{ id: number }];
    tx.update(incident).set({ note: "CANARY-incident-note" }).where(eq(incident.id, id)).run();
    tx.update(claim).set({ note: "CANARY-claim-note" }).where(eq(claim.incidentId, id)).run();
    const text = "CANARY-text";
    tx.update(report)
      .set({ text, textSha256: createHash("sha256").update(text).digest("hex") })
      .run();
    tx.insert(hiddenLocation)
      .values({ incidentId: id, latitude: 49.123456, longitude: 36.123456, locationPrecision: "exact", shownAs: "grid" })
      .run();
    tx.insert(withheldSource).values({ sourceId: 1, slug: "canary-slug", name: "CANARY-name", folded: "canary-name" }).run();
  });
  return db;
}

describe("a release", () => {
  it("holds what readers see and nothing else: no secret is in any byte of any file", async () => {
    const db = recordWithSecrets();
    const version = await makeRelease(db, EDITOR, order);
    expect(version).toBe("2026-11-25");
    const folder = releaseFolder(db.file, version);
    const names = readdirSync(folder).sort();
    expect(names).toEqual(
      ["CITATION.cff", "SHA256SUMS", `attest-${version}.sqlite`, `attest-${version}.zip`, "citation.bib", "release.json"].sort(),
    );
    for (const name of names) {
      const text = readFileSync(join(folder, name)).toString("latin1");
      expect(/canary|49\.123456|36\.123456/i.test(text), name).toBe(false);
    }
    // The same words are in the record's own file, so that the search could have found them.
    expect(readFileSync(`${db.file}-wal`).toString("latin1")).toContain("CANARY-text");
    const tables = frozen(db, version).rows<{ n: number }>(
      sql.raw(LEFT_BEHIND.map((table) => `select count(*) as n from "${table}"`).join(" union all ")),
    );
    expect(tables.every(({ n }) => n === 0)).toBe(true);
    expect(readdirSync(releasesFolder(db.file))).toEqual([version]);
  });

  it("is a record of this software: the same exports byte for byte, pages, reasons and corrections, and verified good", async () => {
    const db = recordWithSecrets();
    ruleEstimate(db, EDITOR, "UA-0005", { metric: "killed", best: 7, reason: "Counted." });
    retractIncident(db, EDITOR, atVersion(db, "incident", "UA-0007"), "It is UA-0008.");
    retractClaim(db, EDITOR, atVersion(db, "claim", "C1"), "Read wrongly.");
    const version = await makeRelease(db, EDITOR, order);
    const copy = frozen(db, version);
    for (const name of DATASET_NAMES)
      for (const filter of [EVERYTHING, { ...EVERYTHING, known: "2022-03-02", policy: "latest" as const }])
        expect(exportedText(copy, name, filter)).toBe(exportedText(db, name, filter));
    const codes = db.rows<{ code: string }>(sql`select code from incident`).map(({ code }) => code);
    for (const code of codes) {
      expect(findIncident(copy, code), code).toEqual(findIncident(db, code));
      expect(incidentAnswer(copy, code, EVERYTHING, { history: true })).toEqual(
        incidentAnswer(db, code, EVERYTHING, { history: true }),
      );
    }
    for (const { code } of db.rows<{ code: string }>(sql`select code from claim`))
      expect(claimAnswer(copy, code, EVERYTHING), code).toEqual(claimAnswer(db, code, EVERYTHING));
    expect(listCorrections(copy)).toEqual(listCorrections(db));
    expect(listCorrections(copy).corrections.map(({ kind }) => kind)).toEqual(["claim_retracted", "incident_retracted", "ruled"]);
    expect(findRecord(copy)).toMatchObject({ releaseVersion: version, title: findRecord(db).title });
    const file = join(releaseFolder(db.file, version), `attest-${version}.sqlite`);
    expect((await verifyRecord(file)).findings).toEqual([]);
    expect(readdirSync(releaseFolder(db.file, version)).filter((name) => /-(?:wal|shm|journal)$/.test(name))).toEqual([]);
  });

  it("takes along what readers know of sources: notes, and names that others were merged into; no spelling of the desk", async () => {
    const db = demoDatabase({ now: NOW });
    const [from, into] = db.rows<{ slug: string; name: string; id: number }>(sql`
      select s.id, s.slug, s.name from source s where exists (select 1 from claim c where c.source_id = s.id) order by s.id limit 2`);
    noteSource(db, EDITOR, into!.slug, { day: "2022-03-01", reliability: "B", note: "Usually near the later count." });
    mergeSources(db, EDITOR, from!.slug, into!.slug, "They are one.");
    db.transaction((tx) =>
      tx.insert(sourceName).values({ folded: "canary spelling", sourceId: into!.id, name: "CANARY-spelling" }).run(),
    );
    const version = await makeRelease(db, EDITOR, order);
    const copy = frozen(db, version);
    expect(listSourceNotes(copy, into!.slug)).toEqual(listSourceNotes(db, into!.slug));
    expect(listSourceNotes(copy, into!.slug)).toMatchObject([{ reliability: "B", note: "Usually near the later count." }]);
    expect(findMergedSource(copy, from!.slug)).toBe(into!.slug);
    expect(copy.rows(sql`select name from source_name`)).toEqual([{ name: from!.name }]);
    expect(copy.rows(sql`select written_by, at from source_note`)).toEqual([{ written_by: null, at: 0 }]);
  });

  it("publishes the audit log's head, which the log must go on to hold, and checksums of its files", async () => {
    const db = demoDatabase({ now: NOW });
    const head = db.first<{ id: number; hash: string }>(sql`select id, hash from audit order by id desc limit 1`)!;
    const version = await makeRelease(db, EDITOR, { ...order, note: " The first one. " });
    const made = findRelease(db, version)!;
    expect(made).toMatchObject({ note: "The first one.", auditEntries: head.id, auditHead: head.hash, changes: null });
    const folder = releaseFolder(db.file, version);
    for (const { name, bytes, sha256 } of made.files) {
      const content = readFileSync(join(folder, name));
      expect({ name, bytes, sha256 }).toEqual({
        name,
        bytes: content.length,
        sha256: createHash("sha256").update(content).digest("hex"),
      });
      expect(statSync(join(folder, name)).mode & 0o222, `${name} can be written`).toBe(0);
    }
    const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trim().split("\n");
    expect(sums).toEqual(made.files.slice(0, -1).map(({ name, sha256 }) => `${sha256}  ${name}`));
    expect(JSON.parse(readFileSync(join(folder, "release.json"), "utf8"))).toMatchObject({
      version,
      audit_head: head.hash,
      contents: made.contents,
    });
    expect((await verifyRecord(db.file, { head: head.hash })).findings).toEqual([]);
    expect(() => db.transaction((tx) => tx.update(release).set({ note: "other" }).run())).toThrow(/release/);
    expect(() => db.transaction((tx) => tx.delete(release).run())).toThrow(/release/);
    expect(findRelease(db, version)).toEqual(made);
  });

  it("tells what changed since the one before, in numbers and one by one", async () => {
    const db = demoDatabase({ now: NOW });
    const first = await makeRelease(db, EDITOR, order);
    const nothing = await makeRelease(db, EDITOR, order);
    expect([first, nothing]).toEqual(["2026-11-25", "2026-11-25.2"]);
    const none = { added: 0, removed: 0, changed: 0 };
    expect(findRelease(db, nothing)!.changes).toMatchObject({
      since: first,
      incidents: none,
      claims: none,
      rulings: none,
      changed: [],
    });

    retractIncident(db, EDITOR, atVersion(db, "incident", "UA-0007"), "It is UA-0008.");
    const gone = db.first<{ n: number }>(sql`select count(*) as n from claim c join incident i on i.id = c.incident_id
      where i.code = 'UA-0007' and c.publication = 'published'`)!.n;
    ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 60, reason: "The list of names." });
    const code = recordIncident(db, EDITOR, {
      title: "=New",
      dateStart: "2024-05-05",
      place: "kharkiv",
      locationPrecision: "settlement",
    });
    recordClaim(db, EDITOR, code, {
      claimant: { name: "Mayor" },
      report: { publisher: "Gazette", publishedAt: "2024-05-05" },
      figures: [
        { metric: "killed", group: "all", scope: "incident", qualifier: "exact", low: 3, high: 3, best: null, word: null },
      ],
    });
    publishIncident(db, EDITOR, atVersion(db, "incident", code));
    const third = await makeRelease(db, EDITOR, order);
    const { changes } = findRelease(db, third)!;
    expect(changes).toMatchObject({
      since: nothing,
      incidents: { added: 1, removed: 1, changed: 1 },
      claims: { added: 1, removed: gone, changed: 0 },
      rulings: { added: 1, removed: 0, changed: 0 },
    });
    expect(changes!.changed.map(({ incidentId, change, parts }) => [incidentId, change, parts])).toEqual([
      ["UA-0003", "changed", ["killed"]],
      ["UA-0007", "removed", []],
      [code, "added", []],
    ]);
    expect(changes!.changed[0]!.tolls.killed.after).toMatchObject({ best: 60 });
    expect(changes!.changed[2]!.tolls.killed).toEqual({ before: null, after: { low: 3, best: 3, high: 3, open: false } });
    const rows = parse(readFileSync(join(releaseFolder(db.file, third), "changes.csv")), { columns: true }) as Record<
      string,
      string
    >[];
    expect(
      rows.map(({ incident_id, change, parts, title, killed_best_after }) => [
        incident_id,
        change,
        parts,
        title,
        killed_best_after,
      ]),
    ).toEqual([
      ["UA-0003", "changed", "killed", expect.any(String), "60"],
      ["UA-0007", "removed", "", expect.any(String), ""],
      [code, "added", "", "'=New", "3"],
    ]);
    // The older release says what it said.
    expect(exportedText(frozen(db, first), "incidents")).toBe(exportedText(frozen(db, nothing), "incidents"));
    expect(findFeed(db).releases.map(({ version }) => version)).toEqual([third, nothing, first]);
    expect(new Set(findFeed(db).releases.map(({ id }) => id)).size).toBe(3);
    expect(listReleases(frozen(db, third)).map(({ version }) => version)).toEqual([third, nothing, first]);
  });

  it("is made by editors, of a record that is being kept; and leaves nothing behind where it fails", async () => {
    const db = demoDatabase({ now: NOW });
    const recorder = makeActor({ accountId: null, name: "a recorder", role: "recorder" });
    await expect(makeRelease(db, recorder, order)).rejects.toMatchObject({ code: "role.not_allowed" });
    await expect(makeReleaseFiles({ ...orderRelease(db, EDITOR, order), file: "/nowhere/at/all.sqlite" })).rejects.toThrow();
    const bad = { ...orderRelease(db, EDITOR, order), previous: "2020-01-01" };
    const made = await makeReleaseFiles(bad);
    expect(made.changes).toBeNull();
    rmSync(made.folder, { recursive: true });
    expect(existsSync(releasesFolder(db.file)) && readdirSync(releasesFolder(db.file))).toEqual([]);
    const empty = testDatabase({ now: NOW });
    await expect(makeReleaseFiles({ ...bad, file: empty.file })).rejects.toThrow("no record");
    expect(readdirSync(releasesFolder(empty.file))).toEqual([]);
  });

  it("takes no version that was given out, even where a restored record has forgotten it", async () => {
    const db = demoDatabase({ now: NOW });
    const made = await makeReleaseFiles(orderRelease(db, EDITOR, order));
    mkdirSync(releaseFolder(db.file, made.version));
    expect(() => recordRelease(db, EDITOR, made)).toThrow("release.there");
    expect(await makeRelease(db, EDITOR, order)).toBe("2026-11-25.2");
    expect(listReleases(db)).toHaveLength(1);
  });

  it("decides about every table and every column that there is", () => {
    const db = openDatabase(":memory:");
    const tables = db
      .rows<{ name: string }>(
        sql`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'incident_search_%' and name <> '__drizzle_migrations'`,
      )
      .map(({ name }) => name);
    expect([...Object.keys(FROZEN), ...LEFT_BEHIND, ...MADE_ANEW].sort()).toEqual(tables.sort());
    for (const [table, copies] of Object.entries(FROZEN)) {
      const columns = db
        .rows<{ name: string }>(sql.raw(`select name from pragma_table_info('${table}')`))
        .map(({ name }) => name);
      for (const { as, set = {} } of copies)
        expect([...as, ...Object.keys(set)].map((name) => name.replaceAll('"', "")).sort(), table).toEqual(columns.sort());
    }
    db.close();
  });
});

describe("attest release", () => {
  it("makes one and lists those that there are", () => {
    const db = demoDatabase();
    const attest = (...args: string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", "cli/attest.ts", "release", ...args], {
        encoding: "utf8",
        env: { ...process.env, ATTEST_DB: db.file },
      });
    const made = attest("--note", "From the shell");
    expect(made).toMatchObject({ status: 0, stderr: "" });
    const [{ version, auditHead, note }] = listReleases(db) as [Release];
    expect(note).toBe("From the shell");
    expect(made.stdout).toContain(`Head of the audit log: ${auditHead}`);
    expect(attest("list").stdout).toContain(version);
    expect(attest("undo")).toMatchObject({ status: 2, stdout: "" });
  });
});

describe("a process beside the server", () => {
  it("makes the files and compares two releases with the same results", async () => {
    const db = demoDatabase({ now: NOW });
    const made = await makeReleaseFilesBeside(orderRelease(db, EDITOR, order));
    const first = recordRelease(db, EDITOR, made);
    ruleEstimate(db, EDITOR, "UA-0003", { metric: "killed", best: 60, reason: "The list of names." });
    const second = await makeRelease(db, EDITOR, order);
    const fileOf = (version: string) => ({ version, file: join(releaseFolder(db.file, version), `attest-${version}.sqlite`) });
    expect(await compareReleasesBeside({ older: fileOf(first), newer: fileOf(second) })).toEqual(
      findRelease(db, second)!.changes,
    );
    const backwards = await compareReleasesBeside({ older: fileOf(second), newer: fileOf(first) });
    expect(backwards.rulings).toEqual({ added: 0, removed: 1, changed: 0 });
    await expect(makeReleaseFilesBeside({ ...orderRelease(db, EDITOR, order), file: join(db.file, "none") })).rejects.toThrow();
  });
});

describe("versions", () => {
  it("are days; a second one of a day is numbered", () => {
    expect(nextVersion("2026-11-25", [])).toBe("2026-11-25");
    expect(nextVersion("2026-11-25", ["2026-11-24", "2026-11-25"])).toBe("2026-11-25.2");
    expect(nextVersion("2026-11-25", ["2026-11-25", "2026-11-25.2", "2026-11-25.10"])).toBe("2026-11-25.11");
  });
});

function atVersion(db: Db, table: "claim" | "incident", code: string) {
  return { code, ...db.first<{ version: number }>(sql`select version from ${sql.raw(table)} where code = ${code}`)! };
}
