/** Estimates against a recount from the claims (domain/recount), batch by batch of incidents; for `attest verify`. */
import type Sqlite from "./driver";
import { isoInstant } from "@/domain/dates";
import type { ClaimForEstimate, IncidentForEstimate, RulingForEstimate } from "@/domain/estimate";
import { amountOf, DECLARED_FLOORS, type Bounds, type Figure, type Floors } from "@/domain/figure";
import { recountAt, recountPublicAt, recountSlices, type Recounted, type RecountSlice } from "@/domain/recount";
import { POLICIES, type Group, type Metric, type Policy, type Scope } from "@/domain/vocabulary";
import { floorsIn } from "./queries/methodology";
import type { Finding } from "./verify";

const BATCH = 2_000;

interface IncidentRow {
  id: number;
  code: string;
  dateStart: string;
  dateEnd: string | null;
  publication: string;
  first: number | null;
  last: number | null;
}

interface ClaimRow extends Omit<ClaimForEstimate, "isRepeat" | "figures"> {
  id: number;
  code: string;
  incidentId: number;
  isRepeat: 0 | 1;
  publicAt: number;
  publication: string;
}

interface FigureRow extends Bounds {
  claimId: number;
  metric: Metric;
  group: Group;
  scope: Scope;
}

type EstimateRow = Omit<Recounted, "open" | "best"> & { open: 0 | 1 } & Record<`best_${Policy}`, number | null> & {
    incidentId: number;
    metric: Metric;
    group: Group;
    knownFrom: number;
    knownUntil: number | null;
    reason: string;
  };

/** Recounts the incidents with ids from … to, tells each thing it finds, and gives back how much it looked at. */
export function verifyEstimates(
  sqlite: Sqlite.Database,
  { from, to }: { from: number; to: number },
  found: (finding: Finding) => void,
): { incidents: number; claims: number; rows: number } {
  const timeZone = sqlite.prepare("select time_zone from record").pluck().get() as string;
  const floors = readFloors(sqlite);
  const read = statements(sqlite);
  const counted = { incidents: 0, claims: 0, rows: 0 };
  for (let first = from; first <= to; first += BATCH) {
    const range = [first, Math.min(to, first + BATCH - 1)] as const;
    const incidents = read.incidents.all(...range) as IncidentRow[];
    const claims = byIncident(read.claims.all(...range) as ClaimRow[]);
    const figures = new Map<number, Figure[]>();
    for (const row of read.figures.all(...range) as FigureRow[]) {
      const figure = figureOf(row, floors, found);
      const there = figures.get(row.claimId);
      if (figure && there) there.push(figure);
      else if (figure) figures.set(row.claimId, [figure]);
    }
    const rulings = byIncident(read.rulings.all(...range) as (RulingForEstimate & { incidentId: number })[]);
    const estimates = byIncident(read.estimates.all(...range) as EstimateRow[]);
    for (const incident of incidents) {
      const own = claims.get(incident.id) ?? [];
      const rows = estimates.get(incident.id) ?? [];
      counted.incidents++;
      counted.claims += own.length;
      counted.rows += rows.length;
      const isPublic = incident.publication === "published";
      const facts: IncidentForEstimate = {
        dateStart: incident.dateStart,
        dateEnd: incident.dateEnd,
        timeZone,
        claims: own
          .filter(({ publication }) => isPublic && publication === "published")
          .map((claim) => ({ ...claim, isRepeat: claim.isRepeat === 1, figures: figures.get(claim.id) ?? [] })),
        rulings: rulings.get(incident.id) ?? [],
      };
      verifyIncident({ incident, claims: own, facts, rows }, found);
    }
  }
  return counted;
}

/** What vague words count as in this record. */
function readFloors(sqlite: Sqlite.Database): Floors {
  const kept = sqlite.prepare("select floors from methodology_version order by version desc limit 1").pluck().get();
  return typeof kept === "string" ? floorsIn(kept) : DECLARED_FLOORS;
}

function statements(sqlite: Sqlite.Database) {
  const bests = POLICIES.map((policy) => `best_${policy}`).join(", ");
  return {
    incidents: sqlite.prepare(`
      select id, code, date_start as dateStart, date_end as dateEnd, publication, first_public_at as first, last_public_at as last
        from incident where id between ? and ?`),
    claims: sqlite.prepare(`
      select c.id, c.code, c.incident_id as incidentId, c.recorded_no as recordedNo, coalesce(v.name, s.name) as voice,
             r.published_at as publishedAt, c.as_of as asOf, r.retrieved_at as retrievedAt, c.stance, c.status,
             c.status_at as statusAt, c.repeats_id is not null as isRepeat, c.public_at as publicAt, c.publication
        from claim c join source s on s.id = c.source_id left join source v on v.id = s.voice_id join report r on r.id = c.report_id
       where c.incident_id between ? and ? order by c.incident_id, c.recorded_no`),
    figures: sqlite.prepare(`
      select f.claim_id as claimId, f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word
        from claim c join figure f on f.claim_id = c.id where c.incident_id between ? and ?`),
    rulings: sqlite.prepare(`
      select incident_id as incidentId, id, metric, "group", best, ruled_at as "from", revoked_at as until
        from ruling where incident_id between ? and ?`),
    estimates: sqlite.prepare(`
      select incident_id as incidentId, metric, "group", known_from as knownFrom, known_until as knownUntil, state, low, high, open,
             voices, ${bests}, ruling_id as ruling, reason
        from estimate where incident_id between ? and ? order by incident_id, metric, "group", known_from`),
  };
}

function byIncident<Row extends { incidentId: number }>(rows: readonly Row[]): Map<number, Row[]> {
  const map = new Map<number, Row[]>();
  for (const row of rows) {
    const there = map.get(row.incidentId);
    if (there) there.push(row);
    else map.set(row.incidentId, [row]);
  }
  return map;
}

function figureOf(row: FigureRow, floors: Floors, found: (finding: Finding) => void): Figure | null {
  try {
    return { metric: row.metric, group: row.group, scope: row.scope, amount: amountOf(row, floors) };
  } catch (error) {
    found({ kind: "claim", says: `A figure of claim number ${row.claimId} cannot be read: ${(error as Error).message}.` });
    return null;
  }
}

interface Checked {
  incident: IncidentRow;
  claims: readonly ClaimRow[];
  facts: IncidentForEstimate;
  rows: readonly EstimateRow[];
}

function verifyIncident({ incident, claims, facts, rows }: Checked, found: (finding: Finding) => void): void {
  const { code } = incident;
  const instants: number[] = [];
  for (const claim of claims) {
    const at = recountPublicAt({ ...claim, isRepeat: false, figures: [] }, facts.timeZone);
    if (at !== claim.publicAt)
      found({ kind: "claim", says: `${claim.code} of ${code}: public since ${say(claim.publicAt)}, recounted ${say(at)}.` });
    if (incident.publication === "published" && claim.publication === "published") instants.push(at);
  }
  for (const [name, stored, recounted] of [
    ["first", incident.first, instants.length > 0 ? Math.min(...instants) : null],
    ["last", incident.last, instants.length > 0 ? Math.max(...instants) : null],
  ] as const) {
    if (stored !== recounted)
      found({ kind: "estimate", says: `${code}: ${name} public ${say(stored)}, recounted ${say(recounted)}.` });
  }
  const slices = new Map(
    facts.claims.length === 0 ? [] : recountSlices(facts).map((slice) => [`${slice.metric} ${slice.group}`, slice]),
  );
  const stored = new Map<string, EstimateRow[]>();
  for (const row of rows) {
    const key = `${row.metric} ${row.group}`;
    const there = stored.get(key);
    if (there) there.push(row);
    else stored.set(key, [row]);
  }
  for (const key of new Set([...slices.keys(), ...stored.keys()]))
    verifySlice(`${code} ${key}`, slices.get(key), stored.get(key) ?? [], found);
}

/** Both histories must say the same at every instant at which either changes; rows must follow each other without a gap. */
function verifySlice(
  name: string,
  slice: RecountSlice | undefined,
  rows: readonly EstimateRow[],
  found: (finding: Finding) => void,
): void {
  rows.forEach((row, index) => {
    const next = rows[index + 1]?.knownFrom ?? null;
    if (row.knownUntil !== next)
      found({
        kind: "estimate",
        says: `${name}: the row from ${say(row.knownFrom)} ends ${say(row.knownUntil)}, the next one begins ${say(next)}.`,
      });
    verifyReason(name, row, slice, found);
  });
  const instants = new Set(slice?.instants);
  for (const row of rows) instants.add(row.knownFrom);
  let holds = -1;
  for (const at of [...instants].sort((a, b) => a - b)) {
    while (holds + 1 < rows.length && rows[holds + 1]!.knownFrom <= at) holds++;
    const row = rows[holds];
    const recounted = slice && slice.instants.length > 0 && at >= slice.instants[0]! ? recountAt(slice, at) : undefined;
    if (row === undefined && recounted === undefined) continue;
    if (row && recounted && isSame(row, recounted)) continue;
    const [left, right] = [row ? written(row) : "nothing", recounted ? written(flat(recounted)) : "nothing"];
    found({ kind: "estimate", says: `${name} as known ${say(at)}: stored ${left}; recounted ${right}.` });
  }
}

/** A reason names every figure that was known, each once, and as many that count as there are voices. */
function verifyReason(name: string, row: EstimateRow, slice: RecountSlice | undefined, found: (finding: Finding) => void): void {
  let parts: { claim: number; is: string }[];
  try {
    parts = JSON.parse(row.reason) as { claim: number; is: string }[];
  } catch {
    return found({ kind: "estimate", says: `${name} as known ${say(row.knownFrom)}: its reason cannot be read.` });
  }
  const known = (slice?.said ?? []).filter(({ from }) => from <= row.knownFrom).map(({ no }) => no);
  const counting = parts.filter(({ is }) => is === "decides" || is === "counts").length;
  const named = parts.map(({ claim }) => claim);
  if (counting !== row.voices || named.length !== known.length || named.some((no) => !known.includes(no)))
    found({
      kind: "estimate",
      says: `${name} as known ${say(row.knownFrom)}: its reason names claims ${named.join(", ")} (${counting} counting), recounted ${known.join(", ")} (${row.voices} voices).`,
    });
}

function isSame(row: EstimateRow, { state, low, high, open, voices, ruling, best }: Recounted): boolean {
  return (
    row.state === state &&
    row.low === low &&
    row.high === high &&
    (row.open === 1) === open &&
    row.voices === voices &&
    row.ruling === ruling &&
    row.best_majority === best.majority &&
    row.best_latest === best.latest &&
    row.best_lowest === best.lowest &&
    row.best_highest === best.highest &&
    row.best_median === best.median
  );
}

type Flat = Pick<EstimateRow, "state" | "low" | "high" | "voices" | "ruling" | `best_${Policy}`> & { open: 0 | 1 };

function flat({ best, open, ...rest }: Recounted): Flat {
  return {
    ...rest,
    open: open ? 1 : 0,
    best_majority: best.majority,
    best_latest: best.latest,
    best_lowest: best.lowest,
    best_highest: best.highest,
    best_median: best.median,
  };
}

function written(row: Flat): string {
  const bests = `${row.best_majority}/${row.best_latest}/${row.best_lowest}/${row.best_highest}/${row.best_median}`;
  const ruling = row.ruling === null ? "" : `, ruling ${row.ruling}`;
  return `${row.state} ${row.low}–${row.high}${row.open ? " or more" : ""}, best ${bests}, ${row.voices} voices${ruling}`;
}

function say(at: number | null): string {
  return at === null ? "never" : isoInstant(at);
}
