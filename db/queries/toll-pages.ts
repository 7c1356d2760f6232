/** Pages of the list of incidents by how many were killed or wounded: those without a figure last, of equal ones the one recorded last first. */
import { sql, type SQL } from "drizzle-orm";
import type { Filter } from "@/domain/filter";
import type { Policy } from "@/domain/vocabulary";
import { notHidden } from "../hidden";
import type { ReadDb } from "../open";
import { all, BEST_COLUMN, estimateHolds } from "./filtered";
import { findRecord } from "./record";

/** An incident's place in the list: its figure under the filter's policy (-1: none), its date and id. */
export interface TollKeyset {
  best: number;
  dateStart: string;
  id: number;
}

export interface TollPage {
  metric: "killed" | "wounded";
  /** Conditions on incidents (alias i), and how many meet them. */
  wanted: SQL;
  count: number;
  most: number;
  after: Pick<TollKeyset, "best" | "id"> | null;
}

/** Up to so many incidents are sorted; more are walked in their order. */
const FEW = 3_000;

/** A page of the list from behind `after`. */
export function pageByToll(db: ReadDb, filter: Filter, page: TollPage): TollKeyset[] {
  // Today's tolls of all people lie in order; those of a group or of another day are looked up and sorted.
  const isInOrder = filter.known === undefined && filter.group === "all";
  return isInOrder && page.count > FEW ? walked(db, filter.policy, page) : sorted(db, filter, page, isInOrder);
}

function sorted(db: ReadDb, filter: Filter, page: TollPage, isInOrder: boolean): TollKeyset[] {
  const { metric, wanted, most, after } = page;
  const { timeZone } = findRecord(db);
  const toll = isInOrder
    ? sql`join main.incident_toll t on t.incident_id = i.id`
    : sql`left join estimate e on e.incident_id = i.id and e.metric = ${metric} and e."group" = ${filter.group} and ${estimateHolds(filter, timeZone)}`;
  const best = isInOrder
    ? sql.raw(`coalesce(t.${metric}_${filter.policy}, -1)`)
    : sql`coalesce(${BEST_COLUMN[filter.policy]}, -1)`;
  return db.rows<TollKeyset>(sql`
    select ${best} as best, i.date_start as dateStart, i.id from ${incidentsIn(filter)} ${toll}
     where ${all([wanted, sql.raw(notHidden("incident", "i.id")), after ? sql`(${best}, i.id) < (${after.best}, ${after.id})` : null])}
     order by 1 desc, i.id desc limit ${most}`);
}

/** Incidents (alias i): of a few cities through their own index, which no plan takes by itself. */
function incidentsIn({ cities }: Filter): SQL {
  return cities.length === 0 ? sql.raw("main.incident i") : sql.raw("main.incident i indexed by incident_place");
}

/** Equal tolls behind the last one, then smaller tolls, then incidents without one: each is one piece of the index. */
function walked(db: ReadDb, policy: Policy, { metric, wanted, most, after }: TollPage): TollKeyset[] {
  const best = sql.raw(`t.${metric}_${policy}`);
  const isNone = sql`${best} is null`;
  const pieces = !after
    ? [sql`${best} is not null`, isNone]
    : after.best < 0
      ? [sql`${isNone} and t.incident_id < ${after.id}`]
      : [sql`${best} = ${after.best} and t.incident_id < ${after.id}`, sql`${best} < ${after.best}`, isNone];
  const found: TollKeyset[] = [];
  for (const piece of pieces) {
    if (found.length === most) break;
    found.push(...db.rows<TollKeyset>(pieceOfList(metric, policy, { piece, wanted, most: most - found.length })));
  }
  return found;
}

/** The statement of a piece; read from the index that holds the policy's tolls in their order. */
export function pieceOfList(
  metric: TollPage["metric"],
  policy: Policy,
  { piece, wanted, most }: { piece: SQL; wanted: SQL; most: number },
): SQL {
  const best = sql.raw(`t.${metric}_${policy}`);
  return sql`
    select coalesce(${best}, -1) as best, i.date_start as dateStart, i.id
      from main.incident_toll t indexed by ${sql.raw(`incident_toll_${metric}_${policy}`)}
     cross join main.incident i on i.id = t.incident_id
     where ${piece} and ${sql.raw(notHidden("incident", "i.id"))} and ${wanted}
     order by ${best} desc, t.incident_id desc limit ${most}`;
}
