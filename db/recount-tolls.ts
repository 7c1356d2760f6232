/** Today's tolls from nothing, in SQL: for one incident after a save, for a record made in bulk, and to compare with. */
import type Sqlite from "./driver";
import { METRICS } from "@/domain/vocabulary";

const COLUMNS = ["state", "low", "high", "open", "voices", "majority", "latest", "lowest", "highest", "median"] as const;
const BESTS = new Set<string>(["majority", "latest", "lowest", "highest", "median"]);
/** What stands where nobody stated anything of a metric. */
const ABSENT: Partial<Record<(typeof COLUMNS)[number], string>> = { state: "'not_stated'", open: "0", voices: "0" };

const NAMES = ["incident_id", "claims", ...METRICS.flatMap((metric) => COLUMNS.map((column) => `${metric}_${column}`))];

function cell(metric: string, column: (typeof COLUMNS)[number]): string {
  const stored = `${metric}.${BESTS.has(column) ? `best_${column}` : column}`;
  const absent = ABSENT[column];
  return absent === undefined ? stored : `coalesce(${stored}, ${absent})`;
}

/** The rows of `incident_toll` in its columns' order, of every published incident (alias i); add conditions behind it. */
export const TOLLS = `
select i.id, (select count(*) from claim c where c.incident_id = i.id and c.publication = 'published'),
       ${METRICS.flatMap((metric) => COLUMNS.map((column) => cell(metric, column))).join(", ")}
  from incident i
${METRICS.map(
  (metric) =>
    `  left join estimate ${metric} on ${metric}.incident_id = i.id and ${metric}.metric = '${metric}' and ${metric}."group" = 'all' and ${metric}.known_until is null`,
).join("\n")}
 where i.publication = 'published' and i.first_public_at is not null`;

const filling = (table: string) => `insert into ${table} (${NAMES.join(", ")}) ${TOLLS} order by i.id`;

/** The statement that adds the tolls of incidents (alias i) for which a condition holds, put behind another. */
export function insertTolls(only: string): string {
  return `insert into incident_toll (${NAMES.join(", ")}) ${TOLLS} ${only}`;
}

/** Counts the tolls of a whole record anew. */
export function recountTolls(sqlite: Sqlite.Database): void {
  sqlite.transaction(() => {
    sqlite.exec("delete from incident_toll");
    sqlite.exec(filling("incident_toll"));
  })();
}

/** Incidents whose stored toll a fresh count does not give, at most `most`, by code. */
export function differencesOfTolls(sqlite: Sqlite.Database, most = 100): string[] {
  sqlite.exec("create temp table fresh_toll as select * from incident_toll where 0");
  try {
    sqlite.exec(filling("fresh_toll"));
    return sqlite
      .prepare(
        `select coalesce(i.code, 'number ' || d.incident_id) from (
           select incident_id from (select * from incident_toll except select * from fresh_toll)
           union select incident_id from (select * from fresh_toll except select * from incident_toll)) d
           left join incident i on i.id = d.incident_id order by d.incident_id limit ${most}`,
      )
      .pluck()
      .all() as string[];
  } finally {
    sqlite.exec("drop table fresh_toll");
  }
}
