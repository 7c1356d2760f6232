/**
 * The demonstration record: real claims about sixty incidents, as facts in our own words, put in by the same commands
 * as any entry. An amount is written as a person types it ("at least 10"), a figure's key is its metric and group.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readAmount } from "@/domain/amount-words";
import { boundsOf } from "@/domain/figure";
import { IncidentInput } from "@/domain/incident";
import { PlaceInput } from "@/domain/place";
import type { RecordInput } from "@/domain/record";
import { CLAIMANT_KINDS, SCOPES, STANCES, type Group, type Metric, type Scope } from "@/domain/vocabulary";
import { endOfDay } from "@/domain/dates";
import { makeActor, type Actor } from "../commands/actor";
import { recordClaim } from "../commands/claims";
import { amendIncident, publishIncident, recordIncident } from "../commands/incidents";
import { addPlaces } from "../commands/places";
import { createRecord } from "../commands/settings";
import type { Db } from "../open";

/** The facts lie beside the sources, as the migrations do. */
export const DEMO = join(process.env.ATTEST_HOME ?? process.cwd(), "db", "demo");

const Sources = z.record(
  z.string(),
  z.strictObject({ kind: z.enum(CLAIMANT_KINDS), role: z.string(), voice: z.string().optional() }),
);

const Claim = z.strictObject({
  claimant: z.string(),
  publisher: z.string(),
  url: z.string().optional(),
  publishedAt: z.string().optional(),
  asOf: z.string().optional(),
  stance: z.enum(STANCES).optional(),
  preliminary: z.boolean().optional(),
  scope: z.enum(SCOPES).optional(),
  /** Which claim of this incident it carries, counted from 1. */
  repeats: z.number().int().min(1).optional(),
  /** Amounts by metric and group: "killed", "killed children". */
  figures: z.record(z.string(), z.string()).default({}),
  /** Scopes of single figures that differ from the claim's. */
  scopes: z.record(z.string(), z.enum(SCOPES)).default({}),
  note: z.string().optional(),
});
type Claim = z.output<typeof Claim>;

const Facts = z.strictObject({
  retrievedAt: z.string(),
  incidents: z.array(z.object({ claims: z.array(Claim) }).and(IncidentInput)),
});

const SETTINGS: RecordInput = {
  title: "Ukraine 2022–2024: a demonstration",
  titleUk: "Україна 2022–2024: демонстраційний запис",
  description:
    "This is a demonstration record. It holds published claims about sixty incidents, compiled from public pages to show how the record works. " +
    "It is a selection, not a count of the war: many incidents are missing, and later figures than these exist for some.",
  descriptionUk:
    "Це демонстраційний запис. Він містить оприлюднені твердження про шістдесят подій, зібрані з відкритих сторінок, щоб показати, як працює система. " +
    "Це вибірка, а не підрахунок втрат війни: багатьох подій тут немає, а для деяких існують пізніші дані.",
  countries: ["UA"],
  firstDay: "2022-02-24",
  timeZone: "Europe/Kyiv",
  licence: "CC BY 4.0 (the compilation; places: GeoNames, CC BY 4.0)",
  codePrefix: "UA",
};

/** Makes the demonstration record in a database that has none, whole or not at all. Throws where a fact breaks a rule. */
export function loadDemo(present: Db): void {
  const places = z.array(PlaceInput).parse(readFacts("places.json"));
  const sources = Sources.parse(readFacts("sources.json"));
  const { incidents, retrievedAt } = Facts.parse(readFacts("incidents.json"));
  const db = notBefore(present, endOfDay(retrievedAt, "UTC"));
  const actor = makeActor({ accountId: null, name: "demo record", role: "admin" });
  db.transaction(() => {
    createRecord(db, SETTINGS, { isDemo: true });
    addPlaces(db, actor, places);
    const recorded = incidents.map(({ claims, ...incident }) => {
      const code = recordIncident(db, actor, { ...incident, partOf: null });
      recordClaims(db, actor, { code, claims, sources, retrievedAt });
      return { code, incident, version: 1 };
    });
    for (const { code, incident, version } of recorded) {
      // The wider incident can come later in the file, so the parts are joined when all are there.
      if (incident.partOf !== null) amendIncident(db, actor, { code, version }, incident);
      publishIncident(db, actor, { code, version: incident.partOf === null ? version : version + 1 });
    }
  });
}

/** A machine whose clock is behind the day on which the facts were read must not refuse them as future ones. */
function notBefore(db: Db, earliest: number): Db {
  const now = () => Math.max(db.now(), earliest);
  return { ...db, now, transaction: (work) => db.transaction((tx) => work({ ...tx, now })) };
}

interface ClaimsOfIncident {
  code: string;
  claims: readonly Claim[];
  sources: z.output<typeof Sources>;
  retrievedAt: string;
}

function recordClaims(db: Db, actor: Actor, { code, claims, sources, retrievedAt }: ClaimsOfIncident): void {
  const codes: string[] = [];
  for (const { claimant, publisher, url, publishedAt, repeats, scopes, figures, ...claim } of claims) {
    const source = sources[claimant];
    if (!source) throw new Error(`${code}: the demonstration names "${claimant}", who is not in sources.json.`);
    const repeated = repeats === undefined ? null : codes[repeats - 1];
    if (repeated === undefined) throw new Error(`${code}: a claim repeats claim ${repeats}, which is not before it.`);
    codes.push(
      recordClaim(db, actor, code, {
        ...claim,
        claimant: { name: claimant, ...source },
        report: { publisher, url: url ?? null, publishedAt: publishedAt ?? null, retrievedAt },
        repeats: repeated,
        figures: Object.entries(figures).map(([key, amount]) => figureOf(key, amount, scopes[key] ?? claim.scope ?? "incident")),
      }),
    );
  }
}

function figureOf(key: string, typed: string, scope: Scope) {
  const [metric, group = "all"] = key.split(" ") as [Metric, Group?];
  const read = readAmount(typed);
  if (!read.ok || read.amount === null) throw new Error(`The demonstration's "${key}: ${typed}" is no amount.`);
  return { metric, group, scope, ...boundsOf(read.amount) };
}

function readFacts(file: string): unknown {
  return JSON.parse(readFileSync(join(DEMO, file), "utf8"));
}
