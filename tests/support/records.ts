/** Random small records, made by the commands: for properties that hold of any record (an export that comes in again is the same). */
import fc from "fast-check";
import { makeActor } from "@/db/commands/actor";
import { recordClaim } from "@/db/commands/claims";
import { publishIncident, recordIncident } from "@/db/commands/incidents";
import { addPlaces } from "@/db/commands/places";
import { revokeRuling, ruleEstimate } from "@/db/commands/rulings";
import { createRecord } from "@/db/commands/settings";
import { openDatabase, type Db } from "@/db/open";
import type { ClaimInput } from "@/domain/claim";
import { boundsOf } from "@/domain/figure";
import {
  ATTACK_TYPES,
  CLAIMANT_KINDS,
  DATE_PRECISIONS,
  GROUPS,
  isInCity,
  LOCATION_PRECISIONS,
  METRICS,
  SCOPES,
  STANCES,
} from "@/domain/vocabulary";
import { anyAmount } from "./histories";

const ADMIN = makeActor({ accountId: null, name: "an admin", role: "admin" });
const NOW = Date.parse("2026-11-25T09:00:00Z");

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const text = fc
  .tuple(fc.constantFrom("", "", "=", "'=", "''", "@", "-", "a,b;c|", '"', "x\ny\r\nz", "Ж "), fc.string({ maxLength: 12 }))
  .map(([start, rest]) => `${start}${rest}`.trim())
  .map((one) => (one === "" || one.includes("\0") ? "plain" : one));
const day = fc.integer({ min: 0, max: 400 }).map((days) => new Date(Date.UTC(2022, 0, 1 + days)).toISOString().slice(0, 10));
const stated = fc.oneof(
  day,
  day.map((date) => date.slice(0, 7)),
  day.map((date) => `${date}T09:57`),
  day.map((date) => `${date}T23:30:00+02:00`),
);
const address = fc.integer({ min: 1, max: 4 }).map((number) => `https://example.org/${number}?a=1,2`);

/** Homonyms lie far apart; a division can be unknown. */
const PLACES = [
  { name: "Kyiv", country: "UA", admin1: "Kyiv", admin1Pcode: "UA80", latitude: 50.45466, longitude: 30.5238 },
  { name: "Kharkiv", country: "UA", admin1: "Kharkiv Oblast", admin1Pcode: "UA63", latitude: 49.98, longitude: 36.25 },
  { name: "Ivanivka", country: "UA", admin1: "Odesa Oblast", admin1Pcode: "UA51", latitude: 46.97, longitude: 30.47 },
  { name: "Ivanivka", country: "UA", admin1: "Kherson Oblast", admin1Pcode: "UA65", latitude: 46.72, longitude: 34.55 },
  { name: '=Belgorod, "B"', country: "RU", admin1: null, admin1Pcode: null, latitude: 50.61, longitude: 36.58 },
];
const CLAIMANTS = ["Mayor", "Governor", "=Agency", "Agency, branch", "Witness", "Police"].map((name, index) => ({
  name,
  kind: CLAIMANT_KINDS[index % CLAIMANT_KINDS.length]!,
  voice: index === 3 ? "=Agency" : index === 5 ? "A voice that is only one" : null,
}));

const figure = fc
  .record({
    metric: fc.constantFrom(...METRICS),
    group: fc.constantFrom("all" as const, ...GROUPS),
    scope: fc.constantFrom(...SCOPES),
    amount: anyAmount(),
  })
  .map(({ amount, ...rest }) => ({ ...rest, ...boundsOf(amount) }));

const claim = fc.record({
  claimant: fc.constantFrom(...CLAIMANTS),
  report: fc.record({
    publisher: text,
    url: maybe(address),
    archiveUrl: maybe(address),
    title: maybe(text),
    publishedAt: maybe(stated),
    retrievedAt: day,
  }),
  asOf: maybe(stated),
  stance: fc.constantFrom(...STANCES),
  attributedTo: maybe(text),
  preliminary: fc.boolean(),
  scope: fc.constantFrom(...SCOPES),
  repeats: fc.integer({ min: -4, max: 2 }),
  figures: fc.uniqueArray(figure, { maxLength: 4, selector: ({ metric, group }) => `${metric} ${group}` }),
  quote: maybe(text),
  status: fc.constantFrom(...(["standing", "standing", "withdrawn", "set_aside"] as const)),
  statusAt: stated,
  statusReason: text,
});

const incident = fc.record({
  title: text,
  dateStart: day,
  dateEnd: maybe(fc.integer({ min: 1, max: 20 })),
  datePrecision: fc.constantFrom(...DATE_PRECISIONS),
  place: fc.option(fc.integer({ min: 0, max: PLACES.length - 1 }), { nil: null, freq: 8 }),
  offset: maybe(fc.tuple(fc.double({ min: -0.02, max: 0.02, noNaN: true }), fc.double({ min: -0.02, max: 0.02, noNaN: true }))),
  locationPrecision: fc.constantFrom(...LOCATION_PRECISIONS),
  attackType: fc.constantFrom(...ATTACK_TYPES),
  target: maybe(text),
  counted: fc.boolean(),
  partOf: fc.integer({ min: -4, max: 3 }),
  externalIds: fc.uniqueArray(fc.constantFrom("ucdp", "acled", "=x"), { maxLength: 2 }),
  published: fc.integer({ min: 0, max: 5 }).map((number) => number > 0),
  claims: fc.array(claim, { minLength: 1, maxLength: 4 }),
  late: maybe(claim),
  ruling: maybe(
    fc.record({
      metric: fc.constantFrom(...METRICS),
      best: fc.integer({ min: 0, max: 50 }),
      reason: text,
      revoked: fc.boolean(),
    }),
  ),
});

export const anyRecord = fc.array(incident, { maxLength: 4 });
export type RandomRecord = typeof anyRecord extends fc.Arbitrary<infer T> ? T : never;

/** An empty record in memory; close it. */
export function emptyRecord(): Db {
  const db = openDatabase(":memory:", { now: () => NOW });
  createRecord(db, { title: "A copy", countries: ["UA"], timeZone: "Europe/Kyiv", codePrefix: "UA" });
  return db;
}

/** A record of random facts; close it. */
export function makeRecord(incidents: RandomRecord): Db {
  const db = emptyRecord();
  db.transaction(() => {
    addPlaces(db, ADMIN, PLACES);
    const made: { code: string; counted: boolean; isPart: boolean }[] = [];
    for (const [index, facts] of incidents.entries()) {
      const { dateEnd, place, offset, partOf, externalIds, published, claims, late, ruling, ...rest } = facts;
      const wider = published && made[partOf] && !made[partOf].isPart ? made[partOf] : null;
      const where = place === null ? null : PLACES[place]!;
      const precision = where === null && isInCity(rest.locationPrecision) ? "country" : rest.locationPrecision;
      const counted = wider?.counted ? false : rest.counted;
      const code = recordIncident(db, ADMIN, {
        ...rest,
        counted,
        dateEnd: dateEnd === null ? null : new Date(Date.parse(rest.dateStart) + dateEnd * 86_400_000).toISOString().slice(0, 10),
        place: where === null ? null : slugOfPlace(place!),
        locationPrecision: precision,
        latitude: offset === null ? null : (where?.latitude ?? 48) + offset[0],
        longitude: offset === null ? null : (where?.longitude ?? 35) + offset[1],
        partOf: wider?.code ?? null,
        externalIds: externalIds.map((scheme) => ({ scheme, value: `${index}:=1` })),
      });
      const codes: string[] = [];
      for (const one of claims) codes.push(addClaim(db, code, one, codes));
      if (!published) continue;
      made.push({ code, counted, isPart: wider !== null });
      publishIncident(db, ADMIN, { code, version: 1 });
      if (late) addClaim(db, code, { ...late, repeats: -1 }, []);
      if (ruling) {
        const id = ruleEstimate(db, ADMIN, code, { metric: ruling.metric, best: ruling.best, reason: ruling.reason });
        if (ruling.revoked) revokeRuling(db, ADMIN, id, ruling.reason);
      }
    }
  });
  return db;
}

/** As `freeSlug` gives them to PLACES in their order. */
function slugOfPlace(index: number): string {
  return ["kyiv", "kharkiv", "ivanivka", "ivanivka-2", "belgorod-b"][index]!;
}

function addClaim(
  db: Db,
  incidentCode: string,
  { repeats, statusAt, statusReason, ...rest }: RandomRecord[number]["claims"][number],
  codes: string[],
): string {
  const input: ClaimInput = {
    ...rest,
    repeats: codes[repeats] ?? null,
    statusAt: rest.status === "withdrawn" ? statusAt : null,
    statusReason: rest.status === "standing" ? null : statusReason,
  };
  return recordClaim(db, ADMIN, incidentCode, input);
}
