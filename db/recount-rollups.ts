/**
 * The rollups from nothing, in SQL: what the migration that made them ran, what fills a record that was made in bulk,
 * and what `attest verify` compares with. Commands keep them one incident at a time instead (commands/roll-up.ts).
 */
import type Sqlite from "./driver";
import { BUCKETS } from "@/domain/rollup";
import { CITY_PRECISIONS, POLICIES } from "@/domain/vocabulary";
import { allSums } from "./rollup-added";

const AMOUNTS = ["n", "low", "high", "open", ...POLICIES.map((policy) => `best_${policy}`)];
const SUMS = AMOUNTS.map((name) => `sum(${name})`).join(", ");
const CITY = `case when location_precision in (${CITY_PRECISIONS.map((p) => `'${p}'`).join(", ")}) then place_id else 0 end`;
const MONTHS_LATER = `(strftime('%Y', c.at / 1000, 'unixepoch') * 12 + strftime('%m', c.at / 1000, 'unixepoch') - k.month / 100 * 12 - k.month % 100)`;
const BUCKET = `case ${[...BUCKETS]
  .map((from, bucket) => ({ from, bucket }))
  .reverse()
  .map(({ from, bucket }) => `when ${MONTHS_LATER} >= ${from} then ${bucket}`)
  .join(" ")} else -1 end`;

/** What an estimate row adds: its number, or 0 where it has none. */
const added = (name: string) => (name === "n" ? `(low is not null)` : `coalesce(${name}, 0)`);
const difference = (name: string) => `${added(name)} - coalesce(lag(${added(name)}) over history, 0) as ${name}`;

/** The statements that fill two empty tables of the rollups' shape; `only` is a condition on incidents, behind another. */
export function recountStatements(changes = "estimate_change", rollup = "rollup", only = ""): string[] {
  const columns = `measure, "group", attack, shown_by, city, period, ${AMOUNTS.join(", ")}`;
  return [
    `insert into ${changes} (measure, "group", bucket, month, at, incident_id, city, attack, shown_by, ${AMOUNTS.join(", ")})
with key as (
  select id, substr(date_start, 1, 4) * 100 + substr(date_start, 6, 2) as month, ${CITY} as city, attack_type as attack,
         iif(date_precision = 'year', 'year', 'month') as shown_by, counted, first_public_at
    from incident where publication = 'published' and first_public_at is not null ${only}
), change as (
  select id as incident_id, iif(counted, 'counted', 'uncounted') as measure, 'all' as "group", first_public_at as at,
         1 as n, ${AMOUNTS.slice(1)
           .map((name) => `0 as ${name}`)
           .join(", ")}
    from key
  union all
  select incident_id, metric, "group", known_from, ${AMOUNTS.map(difference).join(", ")}
    from estimate where incident_id in (select id from key where counted = 1)
  window history as (partition by incident_id, metric, "group" order by known_from)
)
select c.measure, c."group", ${BUCKET}, k.month, c.at, c.incident_id, k.city, k.attack, k.shown_by, ${AMOUNTS.map((name) => `c.${name}`).join(", ")}
  from change c join key k on k.id = c.incident_id
 where ${AMOUNTS.map((name) => `c.${name} <> 0`).join(" or ")}
 order by 1, 2, 3, 4, 5, 6`,
    `insert into ${rollup} (${columns})
select measure, "group", attack, shown_by, city, month, ${SUMS} from ${changes} group by 1, 2, 3, 4, 5, 6 having sum(n) > 0`,
    `insert into ${rollup} (${columns})
select measure, "group", 'every', shown_by, city, period, ${SUMS} from ${rollup} group by 1, 2, 4, 5, 6`,
    `insert into ${rollup} (${columns})
select measure, "group", attack, shown_by, -1, period, ${SUMS} from ${rollup} group by 1, 2, 3, 4, 6`,
    `insert into ${rollup} (${columns})
select measure, "group", attack, 'year', city, period / 100, ${SUMS} from ${rollup} group by 1, 2, 3, 5, 6`,
  ];
}

/** Counts the rollups of a whole record anew. */
export function recountRollups(sqlite: Sqlite.Database): void {
  sqlite.transaction(() => {
    sqlite.exec("delete from estimate_change; delete from rollup; delete from rollup_added");
    for (const statement of recountStatements()) sqlite.exec(statement);
  })();
}

/** A row of the rollups that a fresh count does not give, or gives differently; null where it is on one side only. */
export interface RollupDifference {
  table: "estimate_change" | "rollup";
  /** What identifies the row, in words of the table. */
  row: string;
  stored: string | null;
  recounted: string | null;
}

const KEYS = {
  estimate_change: ["measure", `"group"`, "bucket", "month", "at", "incident_id", "city", "attack", "shown_by"],
  rollup: ["measure", `"group"`, "attack", "shown_by", "city", "period"],
} as const;

/** Counts the rollups anew beside the stored ones and gives the rows that differ, at most `most` a table. */
export function differencesOfRollups(sqlite: Sqlite.Database, most = 100): RollupDifference[] {
  const isWhole = sqlite.prepare("select 1 from rollup_added").get() === undefined;
  sqlite.exec(`
    create temp table fresh_change as select * from estimate_change where 0;
    create temp table fresh_rollup as select * from rollup where 0;
    create temp table shown_rollup as ${allSums("main")}${isWhole ? " limit 0" : ""};`);
  try {
    for (const statement of recountStatements("fresh_change", "fresh_rollup")) sqlite.exec(statement);
    return [
      ...differences(sqlite, "estimate_change", "fresh_change", most),
      ...differences(sqlite, "rollup", "fresh_rollup", most, isWhole ? "rollup" : "shown_rollup"),
    ];
  } finally {
    sqlite.exec("drop table fresh_change; drop table fresh_rollup; drop table shown_rollup");
  }
}

function differences(
  sqlite: Sqlite.Database,
  table: RollupDifference["table"],
  fresh: string,
  most: number,
  stored: string = table,
): RollupDifference[] {
  const key = KEYS[table].join(` || ' ' || `);
  const columns = [...KEYS[table], ...AMOUNTS].join(", ");
  const only = (a: string, b: string) =>
    sqlite
      .prepare(
        `select ${key} as row, ${AMOUNTS.map((name) => `'${name} ' || ${name}`).join(` || ', ' || `)} as amounts
           from (select ${columns} from ${a} except select ${columns} from ${b}) limit ${most}`,
      )
      .all() as { row: string; amounts: string }[];
  const count = (name: string) => sqlite.prepare(`select count(*) from ${name}`).pluck().get() as number;
  const found = new Map<string, RollupDifference>();
  for (const { row, amounts } of only(stored, fresh)) found.set(row, { table, row, stored: amounts, recounted: null });
  // As many rows, and none of them only here: then none is only there.
  if (found.size === 0 && count(stored) === count(fresh)) return [];
  for (const { row, amounts } of only(fresh, stored))
    found.set(row, { table, row, stored: found.get(row)?.stored ?? null, recounted: amounts });
  return [...found.values()];
}
