/** Keeps the rollups: takes an incident's old part out of the sums and puts the new one in. Called by `rebuildEstimates` alone. */
import { and, eq, sql } from "drizzle-orm";
import {
  add,
  bucketOf,
  isNothing,
  monthOf,
  NO_AMOUNTS,
  shownBy,
  subtract,
  type Amounts,
  type Change,
  type PeriodNumber,
} from "@/domain/rollup";
import { isInCity, POLICIES, type AttackType, type DatePrecision, type LocationPrecision } from "@/domain/vocabulary";
import type { Tx } from "../open";
import { areSumsWaiting } from "../rollup-added";
import { estimateChange, rollup, rollupAdded } from "../schema";

/** Where in the rollups an incident belongs. */
interface Place {
  /** A place's id, or 0 for none. */
  city: number;
  month: PeriodNumber;
  attack: AttackType;
  shownBy: "month" | "year";
}

type Row = typeof estimateChange.$inferSelect;
type Cell = Pick<typeof rollup.$inferSelect, "measure" | "group" | "attack" | "shownBy" | "city" | "period">;

/** The row of an incident that decides where it counts. */
export interface IncidentInRollup {
  id: number;
  dateStart: string;
  datePrecision: DatePrecision;
  placeId: number | null;
  locationPrecision: LocationPrecision;
  attackType: AttackType;
}

/** Puts an incident's changes in the place of those that were there; none where it is not published. */
export function rollUp(tx: Tx, incident: IncidentInRollup, changes: readonly Change[]): void {
  const old = tx.select().from(estimateChange).where(eq(estimateChange.incidentId, incident.id)).all();
  const now = changes.map((change) => rowOf(incident, change));
  if (sameRows(old, now)) return;
  if (old.length > 0) tx.delete(estimateChange).where(eq(estimateChange.incidentId, incident.id)).run();
  if (now.length > 0) tx.insert(estimateChange).values(now).run();
  const differences = new Map<string, { cell: Cell; amounts: Amounts }>();
  for (const [rows, join] of [
    [old, subtract],
    [now, add],
  ] as const) {
    for (const row of rows) {
      for (const cell of cellsOf(row)) {
        const key = Object.values(cell).join(" ");
        differences.set(key, { cell, amounts: join(differences.get(key)?.amounts ?? NO_AMOUNTS, amountsOf(row)) });
      }
    }
  }
  addToRollup(
    tx,
    [...differences.values()].filter(({ amounts }) => !isNothing(amounts)),
  );
}

function rowOf(incident: IncidentInRollup, { measure, group, at, n, low, high, open, best }: Change): Row {
  const month = monthOf(incident.dateStart);
  const place: Place = {
    city: isInCity(incident.locationPrecision) ? incident.placeId! : 0,
    month,
    attack: incident.attackType,
    shownBy: shownBy(incident.datePrecision) as Place["shownBy"],
  };
  const bests = {
    bestMajority: best.majority,
    bestLatest: best.latest,
    bestLowest: best.lowest,
    bestHighest: best.highest,
    bestMedian: best.median,
  };
  return { measure, group, bucket: bucketOf(month, at), at, incidentId: incident.id, ...place, n, low, high, open, ...bests };
}

function amountsOf(row: Row): Amounts {
  const { n, low, high, open } = row;
  const best = {
    majority: row.bestMajority,
    latest: row.bestLatest,
    lowest: row.bestLowest,
    highest: row.bestHighest,
    median: row.bestMedian,
  };
  return { n, low, high, open, best };
}

/** The sums that a change is part of: of its attack and of every one, of its city and everywhere, of its month and its year. */
function cellsOf({ measure, group, attack, shownBy, city, month }: Row): Cell[] {
  const periods = [
    { shownBy, period: month },
    { shownBy: "year" as const, period: Math.floor(month / 100) },
  ];
  return (["every", attack] as const).flatMap((attack) =>
    [-1, city].flatMap((city) => periods.map(({ shownBy, period }) => ({ measure, group, attack, shownBy, city, period }))),
  );
}

function sameRows(a: readonly Row[], b: readonly Row[]): boolean {
  const written = (rows: readonly Row[]) =>
    rows
      .map((row) => COLUMNS.map((name) => row[name]).join(" "))
      .sort()
      .join("\n");
  return a.length === b.length && written(a) === written(b);
}

const COLUMNS = [
  "measure",
  "group",
  "bucket",
  "month",
  "at",
  "city",
  "attack",
  "shownBy",
  "n",
  "low",
  "high",
  "open",
  "bestMajority",
  "bestLatest",
  "bestLowest",
  "bestHighest",
  "bestMedian",
] as const satisfies readonly (keyof Row)[];

/** Adds to all cells of a save in one statement; those that nobody is in any more go. */
function addToRollup(tx: Tx, differences: readonly { cell: Cell; amounts: Amounts }[]): void {
  if (differences.length === 0) return;
  const cells = differences.map(({ cell, amounts: { n, low, high, open, best } }) => [
    cell.measure,
    cell.group,
    cell.attack,
    cell.shownBy,
    cell.city,
    cell.period,
    n,
    low,
    high,
    open,
    ...POLICIES.map((policy) => best[policy]),
  ]);
  if (areSumsWaiting(tx)) addWaiting(tx, cells);
  const emptied = new Set(
    tx
      .rows<{ index: number }>(
        sql`select d.key as "index" from json_each(${JSON.stringify(cells)}) d cross join rollup r
             where r.measure = d.value ->> 0 and r."group" = d.value ->> 1 and r.attack = d.value ->> 2 and r.shown_by = d.value ->> 3
               and r.city = d.value ->> 4 and r.period = d.value ->> 5 and r.n = -(d.value ->> 6)`,
      )
      .map(({ index }) => index),
  );
  for (const index of emptied) {
    const { measure, group, attack, shownBy, city, period } = differences[index]!.cell;
    tx.delete(rollup)
      .where(
        and(
          eq(rollup.measure, measure),
          eq(rollup.group, group),
          eq(rollup.attack, attack),
          eq(rollup.shownBy, shownBy),
          eq(rollup.city, city),
          eq(rollup.period, period),
        ),
      )
      .run();
  }
  const values = sql.join(
    cells[0]!.map((_, index) => sql.raw(`value ->> ${index}`)),
    sql`, `,
  );
  const kept = cells.filter((_, index) => !emptied.has(index));
  // "where true" keeps SQLite from reading "on conflict" as a join's condition.
  tx.insert(rollup)
    .select(sql`select ${values} from json_each(${JSON.stringify(kept)}) where true`)
    .onConflictDoUpdate(GROWING)
    .run();
}

/** What an import that is seen already adds to these cells is added first: a cell must be whole where it is changed. */
function addWaiting(tx: Tx, cells: readonly (readonly (string | number)[])[]): void {
  const { measure, group, attack, shownBy, city, period } = rollupAdded;
  const isAmong = sql`(${measure}, ${group}, ${attack}, ${shownBy}, ${city}, ${period}) in (
    select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(${JSON.stringify(cells)}))`;
  tx.insert(rollup)
    .select(sql`select * from ${rollupAdded} where ${isAmong}`)
    .onConflictDoUpdate(GROWING)
    .run();
  tx.delete(rollupAdded).where(isAmong).run();
}

const AMOUNTS = ["n", "low", "high", "open", "bestMajority", "bestLatest", "bestLowest", "bestHighest", "bestMedian"] as const;

/** A cell that is there grows by what comes to it. */
const GROWING = {
  target: [rollup.measure, rollup.group, rollup.attack, rollup.shownBy, rollup.city, rollup.period],
  set: Object.fromEntries(AMOUNTS.map((name) => [name, sql`${rollup[name]} + ${sql.raw(`excluded.${rollup[name].name}`)}`])),
};
