/** Rollups against the general statements that they stand for, over random records, filters and days of knowledge. */
import fc from "fast-check";
import Sqlite from "@/db/driver";
import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { makeActor } from "@/db/commands/actor";
import { amendClaim, recordClaim } from "@/db/commands/claims";
import { amendIncident, publishIncident, recordIncident, retractIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { amendRecord, createRecord } from "@/db/commands/settings";
import type { Db } from "@/db/open";
import { countIncidents, listIncidents, type Keyset } from "@/db/queries/incidents";
import { listCities } from "@/db/queries/places";
import { askedOf, countOf } from "@/db/queries/rollups";
import { rankCities, seriesByCity, seriesOfLargest, spanOfIncidents, totalOfIncidents } from "@/db/queries/series";
import { differencesOfRollups } from "@/db/recount-rollups";
import { differencesOfTolls } from "@/db/recount-tolls";
import { verifyEstimates } from "@/db/verify-estimates";
import { boundsOf } from "@/domain/figure";
import type { Filter } from "@/domain/filter";
import type { IncidentSummary } from "@/domain/incident-summary";
import { othersTogether, totalOf } from "@/domain/series";
import { ATTACK_TYPES, PERIODS, POLICIES, type Metric } from "@/domain/vocabulary";
import { testDatabase } from "../support/database";
import { anyAmount } from "../support/histories";
import { noteFigure, share } from "../support/figures";
import {
  slowCountIncidents,
  slowListCities,
  slowListIncidents,
  slowRankCities,
  slowSeriesByCity,
  slowSpanOfIncidents,
} from "../support/slow-sums";

const SEED = 20220301;
const { from: FROM, count: RUNS } = share(1_000, 8);
vi.setConfig({ testTimeout: 30_000 + RUNS * 1_000 });

const NOW = "2024-06-01T00:00:00Z";
const actor = makeActor({ accountId: null, name: "test", role: "admin" });
const SETTINGS = { title: "Random", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "R" };
const CITIES = ["alpha", "beta", "gamma"];

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const pad = (n: number) => String(n).padStart(2, "0");
const day = fc
  .tuple(oneOf([2021, 2022, 2023]), oneOf([1, 2, 3, 12]), oneOf([1, 2, 14, 15, 28]))
  .map(([y, m, d]) => `${y}-${pad(m)}-${pad(d)}`);
/** Some claims are public before their incident's own month: wrong dates must not lose anybody. */
const stated = fc.oneof(
  { weight: 4, arbitrary: day },
  day.map((d) => `${d}T10:00`),
  oneOf(["2022-02", "2020-06-01", "2024-05-31"]),
);

const anyClaim = fc.record({
  claimant: oneOf(["a", "b", "c"]),
  publishedAt: fc.option(stated, { nil: null, freq: 6 }),
  asOf: fc.option(stated, { nil: null, freq: 2 }),
  withdrawnAt: fc.option(day, { nil: null, freq: 1 }),
  figures: fc.uniqueArray(
    fc.record({
      metric: oneOf<Metric>(["killed", "killed", "wounded", "missing", "casualties"]),
      group: oneOf(["all", "all", "all", "children"] as const),
      amount: anyAmount(fc.integer({ min: 1, max: 9 })),
    }),
    { maxLength: 3, selector: ({ metric, group }) => `${metric} ${group}` },
  ),
});

const anyRecordedIncident = fc
  .record({
    dateStart: day,
    datePrecision: oneOf(["day", "day", "day", "days", "week", "month", "year"] as const),
    place: fc.option(oneOf(CITIES), { nil: null, freq: 5 }),
    locationPrecision: oneOf(["settlement", "settlement", "exact", "district"] as const),
    attackType: oneOf(["drone", "shelling", "unknown"] as const),
    counted: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    claims: fc.array(anyClaim, { minLength: 1, maxLength: 4 }),
  })
  .map((incident) => ({
    ...incident,
    locationPrecision: incident.place === null ? ("country" as const) : incident.locationPrecision,
  }));
type RandomIncident = typeof anyRecordedIncident extends fc.Arbitrary<infer T> ? T : never;

const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    from: fc.option(day, { freq: 2 }),
    to: fc.option(oneOf(["2021-12-31", "2022-02-28", "2022-03-15", "2023-01-31", "2023-12-02"]), { freq: 2 }),
    cities: fc.oneof(
      fc.constant<string[]>([]),
      fc.subarray([...CITIES, "delta"]).map((c) => [...c].sort()),
    ),
    group: oneOf(["all", "all", "children"] as const),
    policy: oneOf(POLICIES),
    known: fc.option(
      fc.oneof(
        day,
        day.map((d) => `${d}T09:00:00Z`),
      ),
      { freq: 2 },
    ),
    attack: fc.option(oneOf(ATTACK_TYPES.slice(0, 5)), { freq: 1 }),
  })
  .map(({ from, to, known, attack, ...filter }) => ({
    ...filter,
    ...(from === null ? {} : { from }),
    ...(to === null || (from !== null && to < from) ? {} : { to }),
    ...(known === null ? {} : { known }),
    ...(attack === null ? {} : { attack }),
  }));

function emptyRecord(): Db {
  const db = testDatabase({ now: NOW });
  createRecord(db, SETTINGS);
  addPlaces(
    db,
    actor,
    [...CITIES, "delta"].map((name) => ({ name, country: "UA", latitude: 50, longitude: 30 })),
  );
  return db;
}

const claimInput = ({ claimant, publishedAt, asOf, withdrawnAt, figures }: RandomIncident["claims"][number]) => ({
  claimant: { name: claimant, kind: "media" as const },
  report: { publisher: "p", publishedAt, retrievedAt: "2024-05-31" },
  asOf,
  status: withdrawnAt === null ? ("standing" as const) : ("withdrawn" as const),
  statusAt: withdrawnAt,
  figures: figures.map(({ amount, ...figure }) => ({ ...figure, ...boundsOf(amount) })),
});

const incidentInput = ({ claims: _claims, ...incident }: RandomIncident) => ({ title: "Incident", ...incident });

function put(db: Db, incident: RandomIncident): string {
  const code = recordIncident(db, actor, incidentInput(incident));
  for (const claim of incident.claims) recordClaim(db, actor, code, claimInput(claim));
  publishIncident(db, actor, { code, version: 1 });
  return code;
}

/** The stored rollups and those of a fresh count are the same rows. */
function expectFreshCount(db: Db): void {
  const sqlite = new Sqlite(db.file, { readonly: true });
  try {
    expect(differencesOfRollups(sqlite)).toEqual([]);
    expect(differencesOfTolls(sqlite)).toEqual([]);
    const findings: unknown[] = [];
    verifyEstimates(sqlite, { from: 1, to: 1_000_000 }, (finding) => findings.push(finding));
    expect(findings).toEqual([]);
  } finally {
    sqlite.close();
  }
}

function expectSame(db: Db, filter: Filter): void {
  const said = JSON.stringify(filter);
  for (const metric of ["killed", "casualties"] as const) {
    for (const by of PERIODS) {
      const slow = slowSeriesByCity(db, filter, metric, by);
      expect(seriesByCity(db, filter, metric, by), `${said} ${metric} by ${by}`).toEqual(slow);
      expect(seriesOfLargest(db, filter, metric, by, { most: 1, cells: 0 }), `${said} largest of ${metric} by ${by}`).toEqual(
        othersTogether(slow, by, 1),
      );
      if (by === "year") expect(totalOfIncidents(db, filter, metric), said).toEqual(totalOf(slow));
    }
    expect(rankCities(db, filter, metric), said).toEqual(slowRankCities(db, filter, metric));
  }
  expect(spanOfIncidents(db, filter), said).toEqual(slowSpanOfIncidents(db, filter));
  const { all, uncounted } = slowCountIncidents(db, filter);
  expect(countIncidents(db, filter), said).toBe(all);
  expect(countOf(db, askedOf(db, filter), "uncounted"), said).toBe(uncounted);
  expect(listCities(db)).toEqual(slowListCities(db));
  const listed = slowListIncidents(db, filter);
  const pages: number[] = [];
  for (let after: Keyset | null = null; ;) {
    const page: IncidentSummary[] = listIncidents(db, filter, { most: 3, after });
    pages.push(...page.map(({ id }) => id));
    if (page.length < 3) break;
    after = page.at(-1)!;
  }
  expect(pages, said).toEqual(listed);
}

test("whatever the filter and the day of knowledge, the rollups answer as a full count does", () => {
  fc.assert(
    fc.property(
      fc.array(anyRecordedIncident, { minLength: 1, maxLength: 12, size: "max" }),
      fc.array(anyFilter, { minLength: 6, maxLength: 6 }),
      (incidents, filters) => {
        const db = emptyRecord();
        db.transaction(() => incidents.forEach((incident) => put(db, incident)));
        expectFreshCount(db);
        for (const filter of [{ cities: [], group: "all", policy: "majority" } as Filter, ...filters]) expectSame(db, filter);
        db.close();
      },
    ),
    { numRuns: RUNS, seed: SEED + FROM },
  );
  noteFigure({
    what: "random records under random filters, rollups against a full count",
    count: RUNS,
    wrong: 0,
    seed: SEED,
    note: "seven filters each, sums, lists, ranks and days of knowledge",
  });
});

type Step =
  | { does: "put"; incident: RandomIncident }
  | { does: "claim"; at: number; claim: RandomIncident["claims"][number] }
  | { does: "amend claim"; at: number; claim: RandomIncident["claims"][number] }
  | { does: "amend incident"; at: number; incident: RandomIncident }
  | { does: "retract"; at: number }
  | { does: "time zone"; zone: string };

const at = fc.nat({ max: 20 });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant("put" as const), incident: anyRecordedIncident }),
  fc.record({ does: fc.constant("claim" as const), at, claim: anyClaim }),
  fc.record({ does: fc.constant("amend claim" as const), at, claim: anyClaim }),
  fc.record({ does: fc.constant("amend incident" as const), at, incident: anyRecordedIncident }),
  fc.record({ does: fc.constant("retract" as const), at }),
  fc.record({ does: fc.constant("time zone" as const), zone: oneOf(["UTC", "Asia/Tokyo", "America/Lima", "Europe/Kyiv"]) }),
);

function take(db: Db, step: Step): void {
  if (step.does === "put") return void put(db, step.incident);
  if (step.does === "time zone") return amendRecord(db, actor, { ...SETTINGS, timeZone: step.zone });
  const published = db.rows<{ code: string; version: number }>(
    sql`select code, version from incident where publication = 'published' order by id`,
  );
  const seen = published[step.at % Math.max(1, published.length)];
  if (!seen) return;
  const version = () => db.first<{ version: number }>(sql`select version from incident where code = ${seen.code}`)!.version;
  if (step.does === "retract") return retractIncident(db, actor, seen, "Not so.");
  if (step.does === "amend incident") return amendIncident(db, actor, seen, incidentInput(step.incident));
  if (step.does === "claim") {
    recordClaim(db, actor, seen.code, claimInput(step.claim));
    return publishIncident(db, actor, { code: seen.code, version: version() });
  }
  const claims = db.rows<{ code: string; version: number }>(
    sql`select c.code, c.version from claim c join incident i on i.id = c.incident_id where i.code = ${seen.code} order by c.id`,
  );
  amendClaim(db, actor, claims[step.at % claims.length]!, claimInput(step.claim));
}

test("every command leaves the rollups as a fresh count gives them", () => {
  fc.assert(
    fc.property(anyRecordedIncident, fc.array(anyStep, { minLength: 4, maxLength: 12, size: "max" }), (first, steps) => {
      const db = emptyRecord();
      put(db, first);
      for (const step of steps) {
        take(db, step);
        expectFreshCount(db);
      }
      expectSame(db, { cities: [], group: "all", policy: "latest", known: "2022-03-14" });
      db.close();
    }),
    { numRuns: RUNS, seed: SEED + FROM },
  );
  noteFigure({
    what: "random histories of commands, estimates and rollups against a recount after each",
    count: RUNS,
    wrong: 0,
    seed: SEED,
  });
});

test("an incident that is taken back leaves nothing behind", () => {
  const db = emptyRecord();
  const claims = [
    { claimant: "a", publishedAt: "2022-03-02", asOf: null, withdrawnAt: null, figures: [] },
    {
      claimant: "b",
      publishedAt: "2022-05-02",
      asOf: null,
      withdrawnAt: null,
      figures: [{ metric: "killed" as const, group: "all" as const, amount: { qualifier: "at_least" as const, low: 3 } }],
    },
  ];
  const code = put(db, {
    dateStart: "2022-03-01",
    datePrecision: "day",
    place: "alpha",
    locationPrecision: "exact",
    attackType: "drone",
    counted: true,
    claims,
  });
  const keys = sql`select bucket, at, n, low, high, open from estimate_change order by at`;
  expect(db.rows(keys)).toEqual([
    { bucket: 0, at: Date.parse("2022-03-02T21:59:59Z"), n: 1, low: 0, high: 0, open: 0 },
    { bucket: 2, at: Date.parse("2022-05-02T20:59:59Z"), n: 1, low: 3, high: 3, open: 1 },
  ]);
  expect(db.first(sql`select count(*) as n from rollup`)).toEqual({ n: 16 });
  retractIncident(db, actor, { code, version: 2 }, "It was somewhere else.");
  expect(db.first(sql`select (select count(*) from rollup) + (select count(*) from estimate_change) as n`)).toEqual({ n: 0 });
});
