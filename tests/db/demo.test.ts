import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditHash, FIRST_HASH, sha256 } from "@/db/commands/write";
import type { ReadDb } from "@/db/open";
import { findRecord } from "@/db/queries/record";
import { readAmount } from "@/domain/amount-words";
import { boundsOf, type Bounds } from "@/domain/figure";
import type { Group, Metric, Policy } from "@/domain/vocabulary";
import { demoDatabase } from "@/tests/support/database";

const TODAY = "2026-11-23T12:00:00Z";

describe("the demonstration record", () => {
  it("holds sixty incidents in the order of their dates, with 378 claims, all published", () => {
    const db = demoDatabase();
    const incidents = db.rows<{ code: string; title: string; dateStart: string; counted: number; publication: string }>(
      sql`select code, title, date_start as dateStart, counted, publication from incident order by code`,
    );
    expect(incidents).toHaveLength(60);
    expect(incidents.filter((i) => i.counted === 1)).toHaveLength(58);
    expect(incidents.map((i) => i.dateStart)).toEqual(incidents.map((i) => i.dateStart).toSorted());
    expect(new Set(incidents.map((i) => i.publication))).toEqual(new Set(["published"]));
    expect(incidents[2]).toMatchObject({
      code: "UA-0003",
      title: "Regional administration and Freedom Square",
      dateStart: "2022-03-01",
    });
    expect(db.rows(sql`select publication, count(*) as n from claim group by 1`)).toEqual([{ publication: "published", n: 378 }]);
  });

  it("says plainly that it is a demonstration", () => {
    expect(findRecord(demoDatabase())).toMatchObject({
      countries: ["UA"],
      timeZone: "Europe/Kyiv",
      firstDay: "2022-02-24",
      codePrefix: "UA",
      defaultPolicy: "majority",
      isDemo: true,
      description: expect.stringMatching(/demonstration record.*not a count of the war/) as string,
      descriptionUk: expect.stringMatching(/демонстраційний.*не підрахунок/) as string,
    });
  });

  it("sums to the totals of its counted incidents", () => {
    const db = demoDatabase();
    expect(sumOf(db, "killed")).toEqual({ incidents: 58, low: 1610, best: 2370, high: 2975, open: 1, withoutFigure: 0 });
    expect(sumOf(db, "wounded")).toEqual({ incidents: 58, low: 2833, best: 3283, high: 3410, open: 1, withoutFigure: 5 });
  });

  it("puts incidents in cities, the ship at sea in none, and country-wide days nowhere", () => {
    const db = demoDatabase();
    expect(
      db.rows(
        sql`select code, location_precision as "precision", latitude, longitude from incident where place_id is null order by code`,
      ),
    ).toEqual([
      { code: "UA-0015", precision: "sea", latitude: 45.18, longitude: 30.92 },
      { code: "UA-0032", precision: "country", latitude: null, longitude: null },
      { code: "UA-0049", precision: "country", latitude: null, longitude: null },
    ]);
    expect(
      db.rows(sql`select i.code, w.code as partOf from incident i join incident w on w.id = i.part_of_id order by i.code`),
    ).toEqual([
      { code: "UA-0048", partOf: "UA-0049" },
      { code: "UA-0059", partOf: "UA-0058" },
    ]);
    expect(
      db.rows(
        sql`select name, country, admin1, admin1_pcode as pcode from place where slug in ('belgorod', 'kharkiv', 'sevastopol') order by slug`,
      ),
    ).toEqual([
      { name: "Belgorod", country: "RU", admin1: "Belgorod Oblast", pcode: null },
      { name: "Kharkiv", country: "UA", admin1: "Kharkiv Oblast", pcode: "UA63" },
      { name: "Sevastopol", country: "UA", admin1: "Sevastopol", pcode: "UA85" },
    ]);
  });

  it("keeps an audit log whose chain verifies", () => {
    const db = demoDatabase();
    const entries = db.rows<{
      id: number;
      at: number;
      actor: string;
      action: string;
      subject: string;
      content: string;
      salt: string;
      contentHash: string;
      previousHash: string;
      hash: string;
    }>(
      sql`select id, at, actor, action, subject, content, salt, content_hash as contentHash, previous_hash as previousHash, hash from audit order by id`,
    );
    // The places, 60 incidents recorded and published, two joined to a wider one, 378 claims.
    expect(entries).toHaveLength(1 + 60 + 60 + 2 + 378);
    let previous = FIRST_HASH;
    for (const [index, entry] of entries.entries()) {
      expect(entry).toMatchObject({
        id: index + 1,
        actor: "demo record",
        previousHash: previous,
        contentHash: sha256(entry.salt + entry.content),
      });
      expect(entry.hash).toBe(auditHash(entry));
      previous = entry.hash;
    }
    // Readers can see a difference by the places and by each publication alone.
    expect(findRecord(db).revision).toBe(1 + 60);
  });
});

describe("the worked examples of the domain", () => {
  const OBLAST = "UA-0003";
  const DISTRICTS = "UA-0002";
  it.each<[string, Metric, string, Policy, string]>([
    [OBLAST, "killed", "2022-03-01T12:00:00+02:00", "latest", "2 or more; best 2"],
    [OBLAST, "killed", "2022-03-01T14:00:00+02:00", "latest", "2–10 or more; best 10"],
    [OBLAST, "killed", "2022-03-01T20:00:00+02:00", "latest", "7–10 or more; best 7"],
    [OBLAST, "killed", "2022-04-02T12:00:00+03:00", "latest", "29; best 29"],
    [OBLAST, "killed", TODAY, "latest", "29–44; best 44"],
    [OBLAST, "killed", TODAY, "lowest", "29–44; best 29"],
    [OBLAST, "killed", TODAY, "median", "29–44; best 29"],
    [OBLAST, "killed", TODAY, "majority", "29–44; best 44"],
    [OBLAST, "killed", TODAY, "highest", "29–44; best 44"],
    [OBLAST, "wounded", "2022-03-01T12:00:00+02:00", "latest", "20; best 20"],
    [OBLAST, "wounded", "2022-03-01T14:00:00+02:00", "latest", "20–35; best 35"],
    [OBLAST, "wounded", "2022-03-01T20:00:00+02:00", "latest", "24–35; best 24"],
    [DISTRICTS, "killed", "2022-02-28T14:00:00+02:00", "latest", "12 or more; best 12"],
    [DISTRICTS, "killed", "2022-02-28T16:00:00+02:00", "latest", "11–12 or more; best 11"],
    [DISTRICTS, "killed", "2022-02-28T21:00:00+02:00", "latest", "9–12 or more; best 9"],
    [DISTRICTS, "wounded", "2022-02-28T14:00:00+02:00", "latest", "100 or more; best 100"],
    [DISTRICTS, "wounded", "2022-02-28T16:00:00+02:00", "latest", "10–100 or more; best 10"],
    [DISTRICTS, "wounded", "2022-02-28T21:00:00+02:00", "latest", "37–100 or more; best 37"],
    ["UA-0055", "killed", TODAY, "majority", "17–18; best 18"],
    ["UA-0004", "killed", TODAY, "majority", "5; best 5"],
    ["UA-0004", "wounded", TODAY, "majority", "5; best 5"],
    ["UA-0027", "killed", TODAY, "majority", "22–25 or more; best 25"],
  ])("%s %s known at %s under %s: %s", (code, metric, at, policy, expected) => {
    expect(knownAt(demoDatabase(), code, metric, Date.parse(at), policy)).toBe(expected);
  });

  it("does not know an incident before its first claim", () => {
    expect(knownAt(demoDatabase(), OBLAST, "killed", Date.parse("2022-03-01T05:00:00+02:00"), "latest")).toBe("not known");
  });
});

const COMPILED = join(process.cwd(), "..", "shared", "data", "record-ukraine.json");

describe("the compiled record that the demonstration was made from", () => {
  it.skipIf(!existsSync(COMPILED))("is carried over claim by claim", () => {
    const compiled = (JSON.parse(readFileSync(COMPILED, "utf8")) as { incidents: CompiledIncident[] }).incidents.filter(
      (i) => i.suggested,
    );
    const expected = compiled.flatMap((incident, number) =>
      incident.claims.map((claim) => ({
        incident: `UA-${String(number + 1).padStart(4, "0")}`,
        dateStart: incident.date_start,
        dateEnd: incident.date_end,
        datePrecision: incident.date_precision,
        attackType: incident.attack_type.replace(" ", "_"),
        place: incident.location_precision === "settlement" ? incident.city : null,
        locationPrecision: incident.location_precision,
        target: incident.target,
        counted: Number(incident.counted),
        claimant: claim.claimant,
        voice: claim.voice,
        publisher: claim.publisher,
        url: claim.url,
        publishedAt: claim.published_at,
        retrievedAt: "2026-11-22",
        asOf: claim.as_of,
        stance: claim.stance,
        scope: claim.scope,
        preliminary: Number(claim.preliminary),
        repeats: claim.repeats,
        figures: compiledFigures(claim),
      })),
    );
    expect(loadedClaims(demoDatabase())).toEqual(expected);
  });

  it.skipIf(!existsSync(COMPILED))("keeps every claimant's kind and what they are", () => {
    const compiled = (JSON.parse(readFileSync(COMPILED, "utf8")) as { incidents: CompiledIncident[] }).incidents.filter(
      (i) => i.suggested,
    );
    const sources = new Map(
      demoDatabase()
        .rows<{ name: string; kind: string; role: string }>(sql`select name, kind, role from source`)
        .map((s) => [s.name, s]),
    );
    for (const { claimant, claimant_role, source_kind } of compiled.flatMap((incident) => incident.claims)) {
      const { kind, role } = sources.get(claimant)!;
      const isSame = kind === source_kind.replaceAll(" ", "_") || (kind === "witness" && /witness/.test(claimant_role));
      // Two claimants' kinds differ between claims of the compiled record; a source has one.
      if (!["Ihor Klymenko", "Ukrainian authorities"].includes(claimant)) expect.soft(isSame, `${claimant}: ${kind}`).toBe(true);
      expect.soft(role, claimant).not.toBeNull();
    }
  });
});

function sumOf(db: ReadDb, metric: Metric) {
  return db.first(sql`
    select count(*) as incidents, sum(e.low) as low, sum(e.best_majority) as best, sum(e.high) as high, max(e.open) as open,
           sum(e.low is null) as withoutFigure
      from incident i left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = 'all' and e.known_until is null
     where i.counted = 1 and i.publication = 'published'`);
}

function knownAt(db: ReadDb, code: string, metric: Metric, at: number, policy: Policy): string {
  const row = db.first<{ low: number; high: number; open: number; best: number }>(sql`
    select e.low, e.high, e.open, ${sql.raw(`e.best_${policy}`)} as best from estimate e join incident i on i.id = e.incident_id
     where i.code = ${code} and e.metric = ${metric} and e."group" = 'all'
       and e.known_from <= ${at} and (e.known_until is null or e.known_until > ${at})`);
  if (!row) return "not known";
  return `${row.low === row.high ? row.low : `${row.low}–${row.high}`}${row.open ? " or more" : ""}; best ${row.best}`;
}

interface CompiledFigure {
  qualifier: Bounds["qualifier"];
  low: number | null;
  high: number | null;
  word: string | null;
  scope?: string;
}

interface CompiledClaim {
  claimant: string;
  claimant_role: string;
  source_kind: string;
  voice: string;
  publisher: string;
  url: string | null;
  published_at: string | null;
  as_of: string | null;
  stance: string;
  scope: string;
  preliminary: boolean;
  group: Group;
  repeats: string | null;
  killed: CompiledFigure | null;
  wounded: CompiledFigure | null;
  missing: CompiledFigure | null;
  combined: CompiledFigure | null;
  breakdown: Record<string, number>;
}

interface CompiledIncident {
  suggested: boolean;
  date_start: string;
  date_end: string | null;
  date_precision: string;
  attack_type: string;
  city: string;
  location_precision: string;
  target: string;
  counted: boolean;
  claims: CompiledClaim[];
}

/** The figures of a compiled claim, a line each: totals first said, then the parts of its breakdown that are groups of ours. */
function compiledFigures(claim: CompiledClaim): string[] {
  const metrics = { killed: "killed", wounded: "wounded", missing: "missing", combined: "casualties" } as const;
  const groups: Record<string, Group> = {
    children: "children",
    civilians: "civilians",
    military: "combatants",
    women: "women",
    men: "men",
    sex_unknown: "unknown",
  };
  const figures = new Map<string, string>();
  for (const [name, metric] of Object.entries(metrics)) {
    const stated = claim[name as keyof typeof metrics];
    if (stated) figures.set(`${metric} ${claim.group}`, `${stated.scope ?? claim.scope} ${boundsText(statedBounds(stated))}`);
  }
  for (const [key, count] of Object.entries(claim.breakdown)) {
    const [, part = "", name = ""] = /^(.+)_(\w+?)$/.exec(key) ?? [];
    const [group, metric] = [groups[part], metrics[name as keyof typeof metrics]];
    if (!group || !metric || figures.has(`${metric} ${group}`)) continue;
    const total = claim[name as keyof typeof metrics];
    const bounds: CompiledFigure =
      count === 0
        ? { qualifier: "none", low: 0, high: 0, word: null }
        : total && (total.low ?? total.high) === count
          ? statedBounds(total)
          : { qualifier: "exact", low: count, high: count, word: null };
    figures.set(`${metric} ${group}`, `${claim.scope} ${boundsText(bounds)}`);
  }
  return [...figures].map(([key, text]) => `${key} ${text}`).toSorted();
}

/** A word that holds a number is read as one, as a typed amount is: "at least three dozen" is at least 36. */
function statedBounds(stated: CompiledFigure): CompiledFigure {
  if (stated.qualifier !== "vague") return stated;
  const read = readAmount(stated.word!);
  if (!read.ok || !read.amount) throw new Error(`${stated.word} is no amount`);
  return boundsOf(read.amount);
}

function boundsText({ qualifier, low, high, word }: Omit<CompiledFigure, "scope">): string {
  return `${qualifier} ${low ?? "-"} ${high ?? "-"} ${word ?? "-"}`;
}

function loadedClaims(db: ReadDb): unknown[] {
  const claims = db.rows<Record<string, unknown> & { id: number }>(sql`
    select c.id, i.code as incident, i.date_start as dateStart, i.date_end as dateEnd, i.date_precision as datePrecision,
           i.attack_type as attackType, p.name as place, i.location_precision as locationPrecision, i.target, i.counted,
           s.name as claimant, coalesce(v.name, s.name) as voice, r.publisher, r.url, r.published_at as publishedAt,
           r.retrieved_at as retrievedAt, c.as_of as asOf, c.stance, c.scope, c.preliminary, rr.url as repeats
      from claim c join incident i on i.id = c.incident_id left join place p on p.id = i.place_id
      join source s on s.id = c.source_id left join source v on v.id = s.voice_id join report r on r.id = c.report_id
      left join claim rc on rc.id = c.repeats_id left join report rr on rr.id = rc.report_id
     order by c.recorded_no`);
  const figures = db.rows<Bounds & { claimId: number; metric: string; group: string; scope: string }>(
    sql`select claim_id as claimId, metric, "group", scope, qualifier, low, high, best, word from figure`,
  );
  return claims.map(({ id, ...claim }) => ({
    ...claim,
    figures: figures
      .filter((f) => f.claimId === id)
      .map((f) => `${f.metric} ${f.group} ${f.scope} ${boundsText(f)}`)
      .toSorted(),
  }));
}
