/** What differs between two releases, found in their own databases: incidents, claims, rulings and sums. */
import Sqlite from "../driver";
import { everythingBy, type Filter } from "@/domain/filter";
import {
  CHANGED_PARTS,
  MOST_NAMED,
  type ChangedIncident,
  type ChangedPart,
  type ReleaseChanges,
  type ReleasedToll,
} from "@/domain/release";
import { METRICS, type Metric, type Policy } from "@/domain/vocabulary";
import { openForReading } from "../open";
import { totalOfIncidents } from "../queries/series";

/** What is compared of an incident, by the part of it that readers would name; its best by the newer record's policy. */
const partsBy = (policy: Policy): Record<Exclude<ChangedPart, "claims">, string> => ({
  title: "i.title",
  date: "json_array(i.date_start, i.date_end, i.date_precision)",
  place: "json_array((select p.slug from {db}.place p where p.id = i.place_id), i.location_precision)",
  coordinates: "json_array(i.latitude, i.longitude)",
  attack_type: "i.attack_type",
  target: "i.target",
  counted: "i.counted",
  part_of: "(select w.code from {db}.incident w where w.id = i.part_of_id)",
  external_ids: `(select group_concat(x.scheme || ':' || x.value, ' ' order by x.scheme, x.value)
    from {db}.incident_external_id x where x.incident_id = i.id)`,
  ...(Object.fromEntries(
    METRICS.map((metric) => [
      metric,
      `json_array(${["state", "low", policy, "high", "open"].map((part) => `t.${metric}_${part}`).join(", ")})`,
    ]),
  ) as Record<Metric, string>),
});

/** One claim as text: two releases tell it the same exactly where this is equal. */
const CLAIM = `json_array(i.code, s.slug, s.name, s.kind, s.role, r.publisher, r.url, r.archive_url, r.published_at, r.retrieved_at,
  c.as_of, c.stance, c.attributed_to, c.preliminary, c.scope, c.quote, c.status, c.status_at, c.status_reason,
  (select o.code from {db}.claim o where o.id = c.repeats_id),
  (select json_group_array(json_array(f.metric, f."group", f.scope, f.qualifier, f.low, f.high, f.best, f.word) order by f.metric, f."group")
     from {db}.figure f where f.claim_id = c.id))`;

const RULING = `json_array(g.incident_id, g.metric, g."group", g.best, g.reason, g.ruled_at, g.revoked_at, g.revoked_reason)`;

const of = (db: "older" | "newer", sql: string) => sql.replaceAll("{db}", db);

const incidentsIn = (db: "older" | "newer", policy: Policy) =>
  of(
    db,
    `select i.code, i.title, i.date_start, t.claims, ${Object.entries(partsBy(policy))
      .map(([part, sql]) => `${sql} as part_${part}`)
      .join(", ")}
       from {db}.incident i join {db}.incident_toll t on t.incident_id = i.id where i.publication = 'published'`,
  );
const claimsIn = (db: "older" | "newer") =>
  of(
    db,
    `select c.code, i.code as incident, ${CLAIM} as said from {db}.claim c join {db}.incident i on i.id = c.incident_id
       join {db}.source s on s.id = c.source_id join {db}.report r on r.id = c.report_id where c.publication = 'published'`,
  );
const rulingsIn = (db: "older" | "newer") => of(db, `select g.id as code, ${RULING} as said from {db}.ruling g`);

export interface Releases {
  older: { version: string; file: string };
  newer: { version: string; file: string };
}

/**
 * The changes from one release to another. Every changed incident is given to `each` in the order of its code; the result
 * names the first of them. Takes seconds for a large record: not for the thread that answers readers.
 */
export function compareReleases({ older, newer }: Releases, each: (changed: ChangedIncident) => void = () => {}): ReleaseChanges {
  const sqlite = new Sqlite(":memory:");
  try {
    sqlite.pragma("temp_store = FILE");
    sqlite.prepare("attach database ? as older").run(older.file);
    sqlite.prepare("attach database ? as newer").run(newer.file);
    sqlite.pragma("query_only = OFF");
    // Once each, with an index: both sides are looked up by their codes.
    sqlite.exec(`
      create temp table claim_change as
        select coalesce(n.code, o.code) as code, coalesce(n.incident, o.incident) as incident, o.incident as was_of,
               iif(o.code is null, 'added', iif(n.code is null, 'removed', 'changed')) as change
          from (${claimsIn("older")}) o full join (${claimsIn("newer")}) n on n.code = o.code
         where o.said is not n.said;
      create index temp.claim_change_incident on claim_change (incident);`);
    const policy = sqlite.prepare("select default_policy from newer.record").pluck().get() as Policy;
    const changed: ChangedIncident[] = [];
    const incidents = { added: 0, removed: 0, changed: 0 };
    for (const row of changedIncidents(sqlite, policy)) {
      incidents[row.change]++;
      if (changed.length < MOST_NAMED) changed.push(row);
      each(row);
    }
    return {
      since: older.version,
      incidents,
      claims: countsOf(sqlite, "select change, count(*) as n from claim_change group by change"),
      rulings: countsOf(
        sqlite,
        `select iif(o.code is null, 'added', iif(n.code is null, 'removed', 'changed')) as change, count(*) as n
           from (${rulingsIn("older")}) o full join (${rulingsIn("newer")}) n on n.code = o.code where o.said is not n.said group by 1`,
      ),
      totals: totalsOf(older.file, newer.file, everythingBy(policy)),
      changed,
    };
  } finally {
    sqlite.close();
  }
}

function countsOf(sqlite: Sqlite.Database, query: string): ReleaseChanges["claims"] {
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const { change, n } of sqlite.prepare(query).all() as { change: keyof typeof counts; n: number }[]) counts[change] = n;
  return counts;
}

type Row = Record<`older_${string}` | `newer_${string}`, string | number | null> & { code: string; claims_changed: 0 | 1 };

function* changedIncidents(sqlite: Sqlite.Database, policy: Policy): Generator<ChangedIncident> {
  const parts = Object.keys(partsBy(policy));
  const columns = ["title", "date_start", "claims", ...parts.map((part) => `part_${part}`)];
  const differs = parts.map((part) => `o.part_${part} is not n.part_${part}`).join(" or ");
  const claimsChanged =
    "coalesce(n.code, o.code) in (select incident from claim_change union select was_of from claim_change where was_of is not null)";
  const rows = sqlite.prepare(`
    select coalesce(n.code, o.code) as code, ${claimsChanged} as claims_changed,
           o.code as older_code, n.code as newer_code,
           ${columns.map((name) => `o.${name} as older_${name}, n.${name} as newer_${name}`).join(", ")}
      from (${incidentsIn("older", policy)}) o full join (${incidentsIn("newer", policy)}) n on n.code = o.code
     where o.code is null or n.code is null or ${differs} or ${claimsChanged}
     order by 1`);
  for (const row of rows.iterate() as Iterable<Row>) yield changedIncident(row);
}

function changedIncident(row: Row): ChangedIncident {
  const [wasThere, isThere] = [row.older_code !== null, row.newer_code !== null];
  const text = (name: string) => String(isThere ? row[`newer_${name}`] : row[`older_${name}`]);
  const number = (side: "older" | "newer", name: string) => row[`${side}_${name}`] as number | null;
  return {
    incidentId: row.code,
    change: !wasThere ? "added" : !isThere ? "removed" : "changed",
    title: text("title"),
    dateStart: text("date_start"),
    parts:
      wasThere && isThere
        ? CHANGED_PARTS.filter((part) =>
            part === "claims" ? row.claims_changed === 1 : row[`older_part_${part}`] !== row[`newer_part_${part}`],
          )
        : [],
    claims: { before: number("older", "claims"), after: number("newer", "claims") },
    tolls: Object.fromEntries(
      METRICS.map((metric) => [metric, { before: tollOf(row, "older", metric), after: tollOf(row, "newer", metric) }]),
    ) as ChangedIncident["tolls"],
  };
}

function tollOf(row: Row, side: "older" | "newer", metric: Metric): ReleasedToll | null {
  const text = row[`${side}_part_${metric}`];
  if (text === null) return null;
  const [, low, best, high, open] = JSON.parse(String(text)) as [string, number | null, number | null, number | null, 0 | 1];
  return { low, best, high, open: open === 1 };
}

function totalsOf(older: string, newer: string, everything: Filter): ReleaseChanges["totals"] {
  const [before, after] = [older, newer].map((file) => {
    const db = openForReading(file);
    try {
      return Object.fromEntries(METRICS.map((metric) => [metric, totalOfIncidents(db, everything, metric)]));
    } finally {
      db.close();
    }
  });
  return Object.fromEntries(
    METRICS.map((metric) => [metric, { before: before![metric]!, after: after![metric]! }]),
  ) as ReleaseChanges["totals"];
}
