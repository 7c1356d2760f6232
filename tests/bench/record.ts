/**
 * The bench record: seeded, so that the same size and seed give the same claims everywhere. Nothing in it is real. Rows
 * go in by prepared statements; estimates come from domain/estimate as a save's do, rollups from one recount at the end.
 */
import { existsSync, rmSync } from "node:fs";
import Sqlite from "@/db/driver";
import { auditHash, FIRST_HASH, sha256 } from "@/db/commands/write";
import { estimateColumns } from "@/db/commands/rebuild-estimates";
import { openDatabase } from "@/db/open";
import { recountRollups } from "@/db/recount-rollups";
import { recountTolls } from "@/db/recount-tolls";
import { sealAnew } from "@/db/seals";
import { addDays } from "@/domain/dates";
import { estimateHistory, publicAt, publicSpan, type ClaimForEstimate, type RulingForEstimate } from "@/domain/estimate";
import { boundsOf, type Amount, type Figure } from "@/domain/figure";
import { CLAIMANT_KINDS, type AttackType, type DatePrecision, type LocationPrecision } from "@/domain/vocabulary";

export interface BenchOptions {
  incidents: number;
  seed?: number;
  /** Told after each hundredth of the work. */
  progress?: (done: number) => void;
}

const TIME_ZONE = "Europe/Kyiv";
const CITIES = 500;
const SOURCES = 240;
const FIRST_DAY = "2014-01-01";
const DAYS = 12 * 365 + 3;
/** The record was last worked on then; later claims do not exist yet. */
const LAST_DAY = addDays(FIRST_DAY, DAYS - 1);
const RECORDED_AT = Date.parse("2026-06-01T00:00:00Z");
const IN_ONE_TRANSACTION = 20_000;

/** Random numbers from a seed (mulberry32). */
function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const chance = (share: number) => next() < share;
  const weighted = <T>(choices: readonly (readonly [T, number])[]): T => {
    let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) if ((left -= weight) < 0) return choice;
    return choices[0]![0];
  };
  return { next, below, chance, weighted };
}
type Random = ReturnType<typeof randomFrom>;

const ATTACKS: readonly (readonly [AttackType, number])[] = [
  ["shelling", 30],
  ["missile_strike", 18],
  ["drone", 18],
  ["airstrike", 14],
  ["rocket_artillery", 8],
  ["ground_attack", 4],
  ["small_arms", 3],
  ["mine_or_remnant", 3],
  ["unknown", 2],
];
const PRECISIONS: readonly (readonly [DatePrecision, number])[] = [
  ["day", 93],
  ["days", 3],
  ["week", 1],
  ["month", 2],
  ["year", 1],
];
const LOCATIONS: readonly (readonly [LocationPrecision, number])[] = [
  ["settlement", 60],
  ["exact", 25],
  ["neighbourhood", 10],
  ["district", 2],
  ["region", 2],
  ["country", 0.5],
  ["sea", 0.5],
];

/** Makes the record in a new file. Throws where the file is there already. */
export function makeBenchRecord(file: string, { incidents, seed = 1, progress }: BenchOptions): void {
  if (existsSync(file)) throw new Error(`${file} is there already.`);
  openDatabase(file).close();
  const sqlite = new Sqlite(file);
  try {
    // Only here: a half-made record is thrown away, not kept.
    sqlite.pragma("journal_mode = MEMORY");
    sqlite.pragma("synchronous = OFF");
    sqlite.pragma("foreign_keys = OFF");
    sqlite.pragma("cache_size = -262144");
    // Built at once from what is there, indexes and the search cost a fraction of what they cost row by row.
    const later = sqlite
      .prepare("select type, name, sql from sqlite_schema where type in ('index', 'trigger') and sql is not null")
      .all() as { type: string; name: string; sql: string }[];
    for (const { type, name } of later) sqlite.exec(`drop ${type} "${name}"`);
    fill(sqlite, incidents, randomFrom(seed), progress);
    sqlite.exec("insert into incident_search (rowid, text) select id, text from incident_search_row");
    for (const one of later) sqlite.exec(one.sql);
    recountRollups(sqlite);
    recountTolls(sqlite);
    sealAnew(sqlite);
    sqlite.exec("analyze");
    const broken = sqlite.pragma("foreign_key_check") as unknown[];
    if (broken.length > 0) throw new Error(`${broken.length} references of the bench record point nowhere.`);
    sqlite.pragma("journal_mode = WAL");
  } catch (error) {
    sqlite.close();
    rmSync(file, { force: true });
    throw error;
  }
  sqlite.close();
}

/** Coordinates as gazetteers and maps give them: five decimals, a metre. */
const degrees = (value: number) => Math.round(value * 100_000) / 100_000;

function inserter(sqlite: Sqlite.Database, table: string, columns: string) {
  const names = columns.split(" ");
  const quoted = names.map((name) => `"${name}"`).join(", ");
  return sqlite.prepare(`insert into ${table} (${quoted}) values (${names.map(() => "?").join(", ")})`);
}

function fill(sqlite: Sqlite.Database, incidents: number, random: Random, progress?: (done: number) => void): void {
  const inserts = {
    place: inserter(sqlite, "place", "id slug name name_local country admin1 admin1_pcode latitude longitude population"),
    placeName: inserter(sqlite, "place_name", "place_id folded"),
    source: inserter(sqlite, "source", "id slug name folded kind voice_id"),
    report: inserter(sqlite, "report", "id publisher url title language published_at retrieved_at"),
    incident: inserter(
      sqlite,
      "incident",
      "id code title date_start date_end date_precision place_id latitude longitude location_precision attack_type counted part_of_id publication created_at updated_at first_public_at last_public_at",
    ),
    claim: inserter(
      sqlite,
      "claim",
      "id code recorded_no incident_id source_id report_id as_of stance preliminary scope repeats_id quote status status_at status_reason public_at publication created_at updated_at",
    ),
    figure: inserter(sqlite, "figure", "claim_id metric group scope qualifier low high best word"),
    ruling: inserter(sqlite, "ruling", "id incident_id metric group best reason ruled_at revoked_at"),
    estimate: inserter(
      sqlite,
      "estimate",
      "incident_id metric group known_from known_until state low high open voices best_majority best_latest best_lowest best_highest best_median ruling_id reason",
    ),
  };
  sqlite
    .prepare(
      `insert into record (id, title, countries, first_day, time_zone, code_prefix, next_incident_no, next_claim_no, revision, changed_at)
       values (1, 'Bench record', 'UA', ?, ?, 'B', ?, ?, 1, ?)`,
    )
    .run(FIRST_DAY, TIME_ZONE, incidents + 1, incidents * 8, RECORDED_AT);
  const voices: string[] = [];
  sqlite.transaction(() => {
    for (let id = 1; id <= CITIES; id++) {
      const region = 1 + (id % 24);
      inserts.place.run(
        id,
        `city-${id}`,
        `City ${id}`,
        `Місто ${id}`,
        "UA",
        `Region ${region}`,
        `UA${String(region).padStart(2, "0")}`,
        degrees(44 + random.next() * 8),
        degrees(22 + random.next() * 18),
        Math.round(2_000_000 / id),
      );
      inserts.placeName.run(id, `city ${id}`);
    }
    for (let id = 1; id <= SOURCES; id++) {
      const branchOf = id > 200 ? id - 200 : null;
      const name = `Source ${id}`;
      voices[id] = branchOf === null ? name : `Source ${branchOf}`;
      inserts.source.run(id, `source-${id}`, name, `source ${id}`, CLAIMANT_KINDS[id % CLAIMANT_KINDS.length], branchOf);
    }
  })();

  // Larger cities have more incidents (Zipf, softened), as in every record of this field.
  const cumulative: number[] = [];
  for (let id = 1; id <= CITIES; id++) cumulative.push((cumulative.at(-1) ?? 0) + 1 / (id + 5) ** 0.8);
  const cityOf = () => {
    const at = random.next() * cumulative.at(-1)!;
    let [low, high] = [0, CITIES - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };

  let claimId = 0;
  let rulingId = 0;
  const one = (id: number) => {
    const dateStart = addDays(FIRST_DAY, Math.floor(((id - 1) * DAYS) / incidents));
    const precision = random.weighted(PRECISIONS);
    const dateEnd = precision === "days" ? addDays(dateStart, 1 + random.below(4)) : null;
    const location = random.weighted(LOCATIONS);
    const inCity = ["exact", "neighbourhood", "settlement"].includes(location);
    const placeId = inCity || location === "district" ? cityOf() : null;
    const attack = random.weighted(ATTACKS);
    const counted = !random.chance(0.01);
    const part = counted && id > 1 && random.chance(0.002);
    const claims: (ClaimForEstimate & { id: number; sourceId: number; repeats: number | null; publicAt: number })[] = [];
    const many = random.weighted([
      [1, 15],
      [2, 28],
      [3, 28],
      [4, 15],
      [5, 8],
      [7, 5],
      [12, 1],
    ]);
    const severity = random.chance(0.03) ? 20 + random.below(80) : random.below(9);
    const silent = random.chance(0.06);
    for (let number = 0; number < many; number++) {
      claimId++;
      const day = dayOfClaim(random, dateEnd ?? dateStart, number);
      const sourceId = 1 + random.below(SOURCES);
      const published = random.chance(0.97) ? statedTime(random, day) : null;
      const status = random.weighted([
        ["standing" as const, 97],
        ["withdrawn" as const, 2],
        ["set_aside" as const, 1],
      ]);
      const repeats = number > 0 && random.chance(0.06) ? claims[0]!.id : null;
      const figures = silent || random.chance(0.05) ? [] : figuresOf(random, severity, number);
      const claim = {
        id: claimId,
        recordedNo: claimId,
        sourceId,
        voice: voices[sourceId]!,
        publishedAt: published,
        asOf: random.chance(0.25) ? statedTime(random, day) : null,
        retrievedAt: LAST_DAY,
        stance: random.weighted([
          ["asserts" as const, 95],
          ["concedes" as const, 3],
          ["denies" as const, 2],
        ]),
        status,
        statusAt: status === "withdrawn" ? laterDay(day, random.below(60)) : null,
        isRepeat: repeats !== null,
        repeats,
        figures,
      };
      claims.push({ ...claim, publicAt: publicAt(claim, TIME_ZONE) });
    }
    const rulings: (RulingForEstimate & { reason: string })[] = [];
    if (random.chance(0.003)) {
      const from = publicSpan({ dateStart, dateEnd, timeZone: TIME_ZONE, claims, rulings: [] })!.last + 86_400_000;
      const until = random.chance(0.3) ? from + 30 * 86_400_000 : null;
      rulings.push({
        id: ++rulingId,
        metric: "killed",
        group: "all",
        best: severity,
        from,
        until,
        reason: "Checked against names.",
      });
    }
    const facts = { dateStart, dateEnd, timeZone: TIME_ZONE, claims, rulings };
    const span = publicSpan(facts)!;
    inserts.incident.run(
      id,
      `B-${String(id).padStart(4, "0")}`,
      `Incident ${id} in ${placeId === null ? "no city" : `City ${placeId}`}`,
      dateStart,
      dateEnd,
      precision,
      placeId,
      inCity ? degrees(44 + random.next() * 8) : null,
      inCity ? degrees(22 + random.next() * 18) : null,
      location,
      attack,
      counted ? 1 : 0,
      part ? uncountedBefore : null,
      "published",
      RECORDED_AT,
      RECORDED_AT,
      span.first,
      span.last,
    );
    if (!counted) uncountedBefore = id;
    for (const claim of claims) insertClaim(claim, id);
    for (const r of rulings) inserts.ruling.run(r.id, id, r.metric, r.group, r.best, r.reason, r.from, r.until);
    for (const row of estimateHistory(facts)) {
      const { open, ...e } = estimateColumns(id, row);
      inserts.estimate.run(
        e.incidentId,
        e.metric,
        e.group,
        e.knownFrom,
        e.knownUntil,
        e.state,
        e.low,
        e.high,
        open ? 1 : 0,
        e.voices,
        e.bestMajority,
        e.bestLatest,
        e.bestLowest,
        e.bestHighest,
        e.bestMedian,
        e.rulingId,
        e.reason,
      );
    }
  };
  let uncountedBefore: number | null = null;

  const insertClaim = (
    claim: ClaimForEstimate & { id: number; sourceId: number; repeats: number | null; publicAt: number },
    incidentId: number,
  ) => {
    const { id, publishedAt, retrievedAt } = claim;
    const publisher = `Publisher ${1 + (claim.sourceId % 60)}`;
    inserts.report.run(id, publisher, `https://example.org/${id}`, `Report ${id}`, "en", publishedAt, retrievedAt);
    inserts.claim.run(
      id,
      `C${id}`,
      id,
      incidentId,
      claim.sourceId,
      id,
      claim.asOf,
      claim.stance,
      0,
      "incident",
      claim.repeats,
      "Words of the claim as they were printed.",
      claim.status,
      claim.statusAt,
      claim.status === "set_aside" ? "Speaks of another incident." : null,
      claim.publicAt,
      "published",
      RECORDED_AT,
      RECORDED_AT,
    );
    for (const { metric, group, scope, amount } of claim.figures) {
      const b = boundsOf(amount);
      inserts.figure.run(id, metric, group, scope, b.qualifier, b.low, b.high, b.best, b.word);
    }
  };

  for (let from = 1; from <= incidents; from += IN_ONE_TRANSACTION) {
    const to = Math.min(incidents, from + IN_ONE_TRANSACTION - 1);
    sqlite.transaction(() => {
      for (let id = from; id <= to; id++) one(id);
    })();
    progress?.(to / incidents);
  }
  sqlite.prepare("update record set next_claim_no = ?").run(claimId + 1);
  appendSummary(sqlite, incidents);
}

/** The first claims come within days; later ones within months, a few after years. */
function dayOfClaim(random: Random, day: string, number: number): string {
  const days =
    number === 0
      ? random.below(2)
      : random.weighted([
          [random.below(4), 70],
          [4 + random.below(26), 15],
          [30 + random.below(300), 12],
          [330 + random.below(1500), 3],
        ]);
  return laterDay(day, days);
}

function laterDay(day: string, days: number): string {
  const later = addDays(day, days);
  return later > LAST_DAY ? LAST_DAY : later;
}

function statedTime(random: Random, day: string): string {
  const two = (n: number) => String(n).padStart(2, "0");
  if (random.chance(0.02)) return day.slice(0, 7);
  return random.chance(0.5) ? day : `${day}T${two(random.below(24))}:${two(random.below(60))}`;
}

/** A claim's figures: mostly killed and wounded; a tenth of the rest is combined, missing or a breakdown. */
function figuresOf(random: Random, severity: number, number: number): Figure[] {
  const persons = (about: number) => Math.max(0, about + random.below(3) - 1 + (random.chance(0.3) ? Math.floor(number / 2) : 0));
  const scope = random.chance(0.02) ? "wider" : random.chance(0.02) ? "part" : "incident";
  if (random.chance(0.03))
    return [{ metric: "casualties", group: "all", scope, amount: amountOf(random, persons(severity * 3)) }];
  const figures: Figure[] = [];
  if (random.chance(0.92)) figures.push({ metric: "killed", group: "all", scope, amount: amountOf(random, persons(severity)) });
  if (random.chance(0.8))
    figures.push({ metric: "wounded", group: "all", scope, amount: amountOf(random, persons(severity * 2)) });
  if (random.chance(0.04)) figures.push({ metric: "missing", group: "all", scope, amount: amountOf(random, persons(1)) });
  if (random.chance(0.08)) figures.push({ metric: "killed", group: "children", scope, amount: amountOf(random, persons(0)) });
  if (random.chance(0.06))
    figures.push({ metric: "killed", group: "civilians", scope, amount: amountOf(random, persons(severity)) });
  return figures;
}

function amountOf(random: Random, persons: number): Amount {
  if (persons === 0) return random.chance(0.1) ? { qualifier: "unknown" } : { qualifier: "none" };
  const qualifier = random.weighted<Amount["qualifier"]>([
    ["exact", 62],
    ["at_least", 15],
    ["about", 6],
    ["more_than", 4],
    ["between", 4],
    ["up_to", 3],
    ["vague", 4],
    ["unknown", 2],
  ]);
  switch (qualifier) {
    case "at_least":
    case "more_than":
      return { qualifier, low: persons };
    case "up_to":
      return { qualifier, high: persons };
    case "between":
      return {
        qualifier,
        low: persons,
        high: persons + 1 + random.below(5),
        ...(random.chance(0.3) ? { best: persons + 1 } : {}),
      };
    case "vague":
      return {
        qualifier,
        word: random.weighted([
          ["several", 60],
          ["dozens", 15],
          ["many", 20],
          ["hundreds", 1],
        ]),
      };
    case "unknown":
    case "none":
      return { qualifier };
    default:
      return { qualifier, value: persons };
  }
}

function appendSummary(sqlite: Sqlite.Database, incidents: number): void {
  const content = JSON.stringify({ before: null, after: { incidents }, why: "Made by the bench." });
  const salt = "0".repeat(32);
  const entry = { id: 1, at: RECORDED_AT, actor: "bench", action: "bench.make", subject: "record" };
  const chained = { ...entry, contentHash: sha256(salt + content), previousHash: FIRST_HASH };
  inserter(sqlite, "audit", "id at actor action subject content salt content_hash previous_hash hash").run(
    1,
    entry.at,
    entry.actor,
    entry.action,
    entry.subject,
    content,
    salt,
    chained.contentHash,
    chained.previousHash,
    auditHash(chained),
  );
}
