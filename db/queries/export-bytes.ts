/** The files of the exports, whole: header, HXL row where asked for, and the rows page by page, as UTF-8. */
import { citiesDataset } from "@/domain/datasets/cities";
import { claimsDataset } from "@/domain/datasets/claims";
import { headerLine, hxlLine, rowLine, type Dataset } from "@/domain/datasets/column";
import { incidentsDataset } from "@/domain/datasets/incidents";
import { rulingsDataset } from "@/domain/datasets/rulings";
import { seriesDataset } from "@/domain/datasets/series";
import { sourcesDataset } from "@/domain/datasets/sources";
import type { Filter } from "@/domain/filter";
import type { ReadDb } from "../open";
import { cityRows, claimRows, incidentRows, rulingRows, seriesRows, sourceRows } from "./exports";
import { hasIncidentLines, incidentLines } from "./incident-lines";

/** Which export, of which view, in what dress. */
export interface ExportRequest {
  name: ExportName;
  filter: Filter;
  /** A row of HXL tags under the header. */
  hxl: boolean;
  /** A byte order mark, for spreadsheets that take a file without one for another encoding. */
  bom: boolean;
}

type Rows = (db: ReadDb, filter: Filter) => Generator<Uint8Array>;

const encoder = new TextEncoder();

function formed<Row>(dataset: Dataset<Row>, rows: (db: ReadDb, filter: Filter) => Iterable<Row[]>): [Dataset<never>, Rows] {
  return [
    dataset as Dataset<never>,
    function* (db, filter) {
      for (const page of rows(db, filter)) yield encoder.encode(page.map((row) => rowLine(dataset, row)).join(""));
    },
  ];
}

const [, incidentsFormed] = formed(incidentsDataset, incidentRows);

const EXPORTS = {
  series: formed(seriesDataset, seriesRows),
  incidents: [
    incidentsDataset as Dataset<never>,
    (db, filter) => (hasIncidentLines(filter) ? incidentLines(db, filter) : incidentsFormed(db, filter)),
  ],
  claims: formed(claimsDataset, claimRows),
  cities: formed(citiesDataset, cityRows),
  sources: formed(sourcesDataset, sourceRows),
  rulings: formed(rulingsDataset, rulingRows),
} as const satisfies Record<string, readonly [Dataset<never>, Rows]>;

export type ExportName = keyof typeof EXPORTS;
export const EXPORT_NAMES = Object.keys(EXPORTS) as ExportName[];

export function isExportName(name: string): name is ExportName {
  return Object.hasOwn(EXPORTS, name);
}

/** An export in pieces, the first holding its header; the same record gives the same bytes. `db` is a snapshot. */
export function* exportBytes(db: ReadDb, { name, filter, hxl, bom }: ExportRequest): Generator<Uint8Array> {
  const [dataset, rows] = EXPORTS[name];
  yield encoder.encode(`${bom ? "\uFEFF" : ""}${headerLine(dataset)}${hxl ? hxlLine(dataset) : ""}`);
  yield* rows(db, filter);
}
