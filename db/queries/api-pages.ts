/** Pages of the data sets for the API: the rows of the exports, a bounded number at a time, from behind a key. */
import { DATASETS, type DatasetName } from "@/domain/datasets/datasets";
import { rowObject } from "@/domain/datasets/column";
import type { CursorKey } from "@/domain/api/cursor";
import { metricsOf, type Filter } from "@/domain/filter";
import { cityOrder, type SeriesCell } from "@/domain/series";
import type { ReadDb } from "../open";
import { cityRows, claimRows, incidentPages, rulingRows, seriesRows, sourceRows } from "./exports";

export type JsonRow = ReturnType<typeof rowObject>;

export interface RowsPage {
  rows: JsonRow[];
  /** The key of the last row, where there are more behind it. */
  next: CursorKey | null;
}

interface Asked {
  after: CursorKey | null;
  most: number;
}

/** The parts of each data set's key, as a cursor holds them. */
export const KEY_SHAPES: Record<DatasetName, readonly ("string" | "number" | "city")[]> = {
  series: ["string", "string", "string", "city"],
  incidents: ["string", "number"],
  claims: ["number"],
  cities: ["string"],
  sources: ["string"],
  rulings: ["number"],
};

/** A page of a data set. Of claims `most` counts claims: their figures are never torn apart. */
export function pageOfRows(db: ReadDb, name: DatasetName, filter: Filter, asked: Asked): RowsPage {
  return db.snapshot(() => PAGES[name](db, filter, asked));
}

const PAGES: Record<DatasetName, (db: ReadDb, filter: Filter, asked: Asked) => RowsPage> = {
  incidents: (db, filter, { after, most }) => {
    const key = after && { dateStart: after[0] as string, id: after[1] as number };
    const found = firstOf(incidentPages(db, filter, { after: key, most: most + 1 }));
    const rows = found.slice(0, most);
    const last = rows.at(-1);
    return {
      rows: rows.map((row) => rowObject(DATASETS.incidents, row)),
      next: found.length > most && last ? [last.key.dateStart, last.key.id] : null,
    };
  },
  claims: (db, filter, { after, most }) => {
    const found = firstOf(claimRows(db, filter, { after: (after?.[0] as number | undefined) ?? 0, most: most + 1 }));
    const numbers = [...new Set(found.map(({ recordedNo }) => recordedNo))];
    const last = numbers.length > most ? numbers[most - 1]! : null;
    return {
      rows: found.filter(({ recordedNo }) => last === null || recordedNo <= last).map((row) => rowObject(DATASETS.claims, row)),
      next: last === null ? null : [last],
    };
  },
  rulings: (db, filter, { after, most }) => {
    const found = firstOf(rulingRows(db, filter, { after: (after?.[0] as number | undefined) ?? 0, most: most + 1 }));
    const rows = found.slice(0, most);
    return {
      rows: rows.map((row) => rowObject(DATASETS.rulings, row)),
      next: found.length > most ? [rows.at(-1)!.rulingId] : null,
    };
  },
  cities: (db, filter, asked) =>
    pageOfList([...cityRows(db, filter)].flat(), asked, {
      keyOf: ({ slug }) => [slug],
      isBehind: ({ slug }, [after]) => slug > (after as string),
      write: (row) => rowObject(DATASETS.cities, row),
    }),
  sources: (db, filter, asked) =>
    pageOfList(
      // By slug, which stays; a source's name can be corrected between two pages.
      [...sourceRows(db, filter)].flat().sort((a, b) => (a.slug < b.slug ? -1 : 1)),
      asked,
      {
        keyOf: ({ slug }) => [slug],
        isBehind: ({ slug }, [after]) => slug > (after as string),
        write: (row) => rowObject(DATASETS.sources, row),
      },
    ),
  series: (db, filter, asked) => {
    const metrics: readonly string[] = metricsOf(filter);
    const order = (cell: Pick<SeriesCell, "metric" | "periodStart" | "by" | "city">) =>
      `${metrics.indexOf(cell.metric)} ${cell.periodStart} ${cell.by} ${cityOrder(cell.city)}`;
    return pageOfList([...seriesRows(db, filter)].flat(), asked, {
      keyOf: ({ metric, periodStart, by, city }) => [metric, periodStart, by, city],
      isBehind: (cell, [metric, periodStart, by, city]) =>
        order(cell) > order({ metric, periodStart, by, city } as Pick<SeriesCell, "metric" | "periodStart" | "by" | "city">),
      write: (row) => rowObject(DATASETS.series, row),
    });
  },
};

function firstOf<Row>(pages: Generator<Row[]>): Row[] {
  const { value, done } = pages.next();
  return done ? [] : value;
}

/** A page of a list that is made whole: of as many rows as there are cities, sources, or periods and cities. */
function pageOfList<Row>(
  rows: readonly Row[],
  { after, most }: Asked,
  {
    keyOf,
    isBehind,
    write,
  }: { keyOf: (row: Row) => CursorKey; isBehind: (row: Row, after: CursorKey) => boolean; write: (row: Row) => JsonRow },
): RowsPage {
  const start = after === null ? 0 : rows.findIndex((row) => isBehind(row, after));
  if (start < 0) return { rows: [], next: null };
  const page = rows.slice(start, start + most);
  return { rows: page.map(write), next: rows.length > start + most ? keyOf(page.at(-1)!) : null };
}
