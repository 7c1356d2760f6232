/**
 * The sums of an import that came in: hundreds of thousands of rows, which one transaction would add to the record's own for
 * longer than a recorder should wait. They lie in a table of their own; from the commit that lets the import be seen, readers
 * add the two together, while they are added up a few at a time. See docs/decisions/0024-imports-in-a-copy.md.
 */
import type Sqlite from "./driver";
import { sql, type SQL } from "drizzle-orm";
import { POLICIES } from "@/domain/vocabulary";
import type { ReadDb } from "./open";

const KEY = ["measure", `"group"`, "attack", "shown_by", "city", "period"];
const AMOUNTS = ["n", "low", "high", "open", ...POLICIES.map((policy) => `best_${policy}`)];
const COLUMNS = [...KEY, ...AMOUNTS].join(", ");
const GROWN = AMOUNTS.map((name) => `${name} = ${name} + excluded.${name}`).join(", ");

/** SQL that holds where there are sums that readers must add: those of an import that is still hidden are nobody's yet. */
const SUMS_ARE_WAITING = `exists (select 1 from main.rollup_added) and not exists (select 1 from main.import_job where state = 'hidden')`;

/** The name under which a connection finds both tables as one. */
const ALL_SUMS = "rollup_in_all";

/** Both tables as one, of the record that stands under a schema's name; conditions on its columns reach their primary keys. */
export function allSums(schema: string): string {
  const is = (a: string, b: string) => KEY.map((name) => `${a}.${name} = ${b}.${name}`).join(" and ");
  const of = (table: string) => [...KEY, ...AMOUNTS].map((name) => `${table}.${name} as ${name}`).join(", ");
  const sums = [
    ...KEY.map((name) => `r.${name} as ${name}`),
    ...AMOUNTS.map((name) => `r.${name} + coalesce(a.${name}, 0) as ${name}`),
  ].join(", ");
  return `select ${sums} from ${schema}.rollup r left join ${schema}.rollup_added a on ${is("a", "r")}
    union all select ${of("b")} from ${schema}.rollup_added b where not exists (select 1 from ${schema}.rollup s where ${is("s", "b")})`;
}

/** Puts the view of both before a connection; an import's own copy has neither. */
export function showAllSums(sqlite: Sqlite.Database): void {
  if (sqlite.prepare("select 1 from main.sqlite_schema where name = 'rollup_added'").get())
    sqlite.exec(`create temp view ${ALL_SUMS} as ${allSums("main")}`);
}

/** Whether readers must add two tables. Holds for the snapshot in which it is asked. */
export function areSumsWaiting(db: ReadDb): boolean {
  return db.first<{ yes: 0 | 1 }>(sql.raw(`select ${SUMS_ARE_WAITING} as yes`))!.yes === 1;
}

/** The table in which a reader finds today's sums. While some are waiting its rows come in no order. */
export function tableOfSums(areWaiting: boolean): SQL {
  return sql.raw(areWaiting ? ALL_SUMS : "rollup");
}

/** Adds the next so many waiting sums to the record's own; gives back how many they were. Inside a transaction. */
export function addWaiting(sqlite: Sqlite.Database, most: number): number {
  // The two statements see the same first rows.
  const { changes } = sqlite
    .prepare(
      `insert into rollup (${COLUMNS}) select ${COLUMNS} from rollup_added where true order by ${KEY.join(", ")} limit ? on conflict do update set ${GROWN}`,
    )
    .run(most);
  deleteWaiting(sqlite, changes);
  return changes;
}

/** Deletes the first so many waiting sums; gives back how many they were. Inside a transaction. */
export function deleteWaiting(sqlite: Sqlite.Database, most: number): number {
  return sqlite
    .prepare(
      `delete from rollup_added where (${KEY.join(", ")}) in (select ${KEY.join(", ")} from rollup_added order by ${KEY.join(", ")} limit ?)`,
    )
    .run(most).changes;
}
